"""Purchases with the time since the one before and to the next, and what is usual for their customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.fact import OF_CUSTOMER, Fact, Source

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _with_neighbours(source: Source) -> ir.Table:
    """Each order with its place among its customer's paid ones, and the microseconds to those before and after it.

    Of two at one moment the order's name decides which is first. Orders that are not purchases, or of nobody known, stay in
    without either.
    """
    import ibis

    orders = source["orders"]
    bought = (orders.status == "paid").fill_null(False) & orders.customer_id.notnull()
    orders = orders.mutate(_at=ibis.ifelse(bought, orders.ordered_at, ibis.null("timestamp(6)")))
    order = {"group_by": "customer_id", "order_by": ["ordered_at", "order_id"]}
    before, after = ibis.window(**order, rows=(None, -1)), ibis.window(**order, rows=(1, None))
    t = orders.mutate(
        _nth=orders._at.count().over(ibis.window(**order, rows=(None, 0))),
        _before=orders._at.max().over(before),
        _after=orders._at.min().over(after),
    )
    # Names of columns that begin with _ are not shown among the rows of an explanation.
    t = t.mutate(
        nth=ibis.ifelse(t._at.notnull(), t._nth, ibis.null("int64")),
        interval=t._at.delta(t._before, unit="microsecond"),
        until_next=t._after.delta(t._at, unit="microsecond"),
    )
    return t.drop("_at", "_nth", "_before", "_after").mutate(
        interval_seconds=t.interval / 1_000_000, seconds_to_next=t.until_next / 1_000_000
    )


def _with_usual(source: Source) -> ir.Table:
    """The same with how many intervals the customer has, and the two in their middle, whose sum is twice the median."""
    import ibis

    t = _with_neighbours(source)
    known = t.filter(t.interval.notnull()).select("customer_id", "order_id", "interval")
    ranks = ibis.window(group_by="customer_id", order_by=["interval", "order_id"])
    known = known.mutate(rank=ibis.row_number().over(ranks), intervals=known.count().over(ibis.window(group_by="customer_id")))
    low = known["rank"] == ((known.intervals - 1) / 2).floor().cast("int64")
    high = known["rank"] == (known.intervals / 2).floor().cast("int64")
    usual = known.group_by("customer_id").aggregate(
        intervals=known.intervals.max(),
        twice_usual=known.interval.max(where=low) + known.interval.max(where=high),
    )
    return t.left_join(usual, "customer_id").drop("customer_id_right")


def _intervals(source: Source) -> ir.Table:
    """The same without what is usual, which costs as much again; where it is stored with it, that does for both."""
    stored = source.stored.get(PURCHASE_HABITS.build)
    return _with_neighbours(source) if stored is None else stored.drop("intervals", "twice_usual")


PURCHASE_INTERVALS = Fact(
    name="purchase_intervals",
    meaning="Orders, each with its place among the paid ones of its customer and the time to those before and after it",
    grain="one order",
    key=("order_id",),
    tables=("orders",),
    build=_intervals,
    own={"channel": "channel"},
    points_to=("customer_id",),
    related={"orders": OF_CUSTOMER},
    watches={"orders": ("ordered_at",)},
)

PURCHASE_HABITS = Fact(
    name="purchase_habits",
    meaning="Orders, each with the time since its customer's one before and the median of all such times of the customer",
    grain="one order",
    key=("order_id",),
    tables=("orders",),
    build=_with_usual,
    own={"channel": "channel"},
    points_to=("customer_id",),
    related={"orders": OF_CUSTOMER},
)
