"""Who is an active customer at the start of each period, and who of them is lost by its end.

A customer is active while a subscription is in force, or for some days after each paid order. Those spans are put
together into runs: from the first period at whose start the customer is active to the period at whose end they are not.
A run is two moves: it enters at its first period, and leaves in its last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.fact import OF_CUSTOMER, Fact, Period, Source
from helder.facts.purchases import paid_orders

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _subscribed(source: Source) -> ir.Table:
    t = source["subscriptions"].filter(lambda t: t.customer_id.notnull())
    return t.select("customer_id", begins="started_at", ends="ended_at")


def _ordering(days: int) -> Callable[[Source], ir.Table]:
    def spans(source: Source) -> ir.Table:
        import ibis

        paid = paid_orders(source)
        # An order counts at t when it was made before t and at most `days` before: strictly after it, up to and with its end.
        tick = ibis.interval(microseconds=1)
        return paid.select("customer_id", begins=paid.ordered_at + tick, ends=paid.ordered_at + ibis.interval(days=days) + tick)

    return spans


def _runs(spans: ir.Table, periods: tuple[Period, ...]) -> ir.Table:
    """Per customer, runs of consecutive borders at which they are active: numbers of the first and the last of them.

    Borders are numbered 0 (start of the first period) to m (end of the last).
    """
    import ibis

    borders = [period.opens for period in periods] + [periods[-1].closes]
    after_end = len(borders) - 1
    at = spans.select(
        "customer_id",
        first=borders_before(spans.begins, borders),
        last=ibis.coalesce(borders_before(spans.ends, borders) - 1, after_end),
    )
    # Spans alike are one: which of two equal rows comes first may differ from one window to the next.
    at = at.filter(at.first <= at.last).distinct()
    order = {"group_by": "customer_id", "order_by": ["first", "last"]}
    reach = at.last.max().over(ibis.window(**order, rows=(None, -1)))
    marked = at.mutate(opens=ibis.ifelse(reach.isnull() | (at.first > reach + 1), 1, 0))
    numbered = marked.mutate(run=marked.opens.sum().over(ibis.window(**order, rows=(None, 0))))
    return numbered.group_by("customer_id", "run").aggregate(first=numbered.first.min(), last=numbered["last"].max())


def borders_before(instant: ir.TimestampValue, borders: list[datetime]) -> ir.IntegerValue:
    """How many borders lie before an instant, as a balanced CASE; null where the instant is."""
    return step(instant, borders, list(range(len(borders) + 1)))


def step(instant: ir.TimestampValue, borders: list[datetime], leaves: Sequence[int | ir.Value]) -> ir.Value:
    """Of some values, one more than the borders, that after the borders that lie before an instant, as a balanced CASE."""
    import ibis

    if not borders:
        return ibis.literal(leaves[0], type="int64") if isinstance(leaves[0], int) else leaves[0]
    half = len(borders) // 2
    border = ibis.literal(borders[half], type="timestamp(6)")
    return ibis.cases(
        (instant <= border, step(instant, borders[:half], leaves[: half + 1])),
        (instant > border, step(instant, borders[half + 1 :], leaves[half + 1 :])),
    )


def starts_of(number: ir.IntegerValue, starts: list[date]) -> ir.DateValue:
    """The period's start of a border's number."""
    import ibis

    return ibis.cases(*((number == n, ibis.literal(start)) for n, start in enumerate(starts)), else_=ibis.null("date"))


def _moves(spans: Callable[[Source], ir.Table]) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        import ibis

        starts = [period.start for period in source.periods]
        runs = _runs(spans(source), source.periods)
        entered = runs.select("customer_id", start=starts_of(runs["first"], starts), entered=ibis.literal(True))
        left = runs.select("customer_id", start=starts_of(runs["last"], starts), entered=ibis.literal(False))
        moves = entered.union(left).filter(lambda t: t.start.notnull())
        customers = source["customers"].select("customer_id", channel="acquired_via")
        return moves.left_join(customers, "customer_id").drop("customer_id_right")

    return build


def _spans(basis: str, days: int) -> Callable[[Source], ir.Table]:
    return _subscribed if basis == "subscriptions" else _ordering(days)


#: Tables that spans of activity are read from, and the instants between which they lie.
ACTIVITY = {
    "subscriptions": (("subscriptions", "started_at"), ("subscriptions", "ended_at")),
    "orders": (("orders", "ordered_at"),),
}


def active_spans(source: Source, basis: str, days: int) -> ir.Table:
    """Per customer, the runs of periods at whose start they are active: starts of the first and the last; no two overlap."""
    import ibis

    starts = [period.start for period in source.periods]
    runs = _runs(_spans(basis, days)(source), source.periods)
    last = ibis.least(runs["last"], len(starts) - 1)  # the border after it is the end of the last period
    spans = runs.select("customer_id", first=starts_of(runs["first"], starts), last=starts_of(last, starts))
    return spans.filter(spans["first"].notnull())


@lru_cache
def active_customers(basis: str, days: int) -> Fact:
    """Moves of active customers: by subscriptions in force, or by paid orders within a number of days before."""
    subscribed = basis == "subscriptions"
    return Fact(
        name="active_customers" if subscribed else f"active_customers_{days}_days",
        meaning="Customers active at the start of each period, and those of them not active at its end",
        grain="one move, in or out, of one customer",
        key=("customer_id", "start", "entered"),
        tables=("subscriptions" if subscribed else "orders", "customers"),
        build=_moves(_spans(basis, days)),
        own={"channel": "channel"},
        points_to=("customer_id",),
        periodic=True,
        spans=ACTIVITY[basis],
        related={basis: OF_CUSTOMER, "customers": OF_CUSTOMER},
    )
