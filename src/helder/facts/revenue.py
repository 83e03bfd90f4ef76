"""What each customer's subscriptions bring in a month at the start of each period, and how that has changed by its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.activity import borders_before, starts_of
from helder.facts.fact import OF_CUSTOMER, Fact, Source
from helder.facts.purchases import with_channel

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _in_force(source: Source) -> ir.Table:
    """Subscriptions with the numbers of the first and the last border at which they are in force."""
    import ibis

    borders = [period.opens for period in source.periods] + [source.periods[-1].closes]
    t = source["subscriptions"]
    t = t.mutate(
        first=borders_before(t.started_at, borders),
        last=ibis.coalesce(borders_before(t.ended_at, borders) - 1, len(borders) - 1),
    )
    return t.filter(t["first"] <= t["last"])


def _steps(held: ir.Table, after_end: int) -> ir.Table:
    """Each change between two borders of what a customer's subscriptions in a currency bring: before and after it."""
    import ibis

    began = held.select("customer_id", "currency", border="first", amount="monthly_revenue", number=ibis.literal(1))
    ended = held.filter(held["last"] < after_end)
    ended = ended.select(
        "customer_id", "currency", border=ended["last"] + 1, amount=-ended.monthly_revenue, number=ibis.literal(-1)
    )
    both = began.union(ended)
    steps = both.group_by("customer_id", "currency", "border").aggregate(amount=both.amount.sum(), number=both.number.sum())
    so_far = ibis.window(group_by=["customer_id", "currency"], order_by="border", rows=(None, 0))
    steps = steps.mutate(after=steps.amount.sum().over(so_far), holds=steps.number.sum().over(so_far))
    steps = steps.mutate(before=steps.after - steps.amount, held=steps.holds - steps.number)
    return steps.mutate(stays=steps.holds > 0, was=steps.held > 0)


def _revenue_moves(source: Source) -> ir.Table:
    import ibis

    starts = [period.start for period in source.periods]
    held = _in_force(source)
    named = held.customer_id.notnull() & held.monthly_revenue.notnull()
    steps = _steps(held.filter(named), len(starts))
    steps = steps.mutate(states=ibis.literal(True))
    columns = ("customer_id", "currency", "start", "states", "was", "stays", "before", "after")
    # At a border there is so much from then on; the period before the border is the one that brought the change.
    state = steps.mutate(start=starts_of(steps.border, starts))
    change = steps.filter(steps.was).mutate(states=ibis.literal(False))
    change = change.mutate(start=starts_of(change.border - 1, starts))
    moves = state.select(*columns).union(change.select(*columns)).mutate(subscription_id=ibis.null("string"))
    untold = held.filter(~named)
    untold = untold.select(
        "customer_id", "currency", start=starts_of(untold["first"], starts), states=ibis.literal(True), was=ibis.literal(False),
        stays=ibis.literal(True), before=ibis.null("int64"), after=untold.monthly_revenue, subscription_id="subscription_id",
    )  # fmt: skip
    moves = moves.mutate(before=moves.before.cast("int64"), after=moves.after.cast("int64"))
    return with_channel(moves.union(untold).filter(lambda t: t.start.notnull()), source)


REVENUE_MOVES = Fact(
    name="revenue_moves",
    meaning="What subscriptions bring in a month at the start of each period, and what has become of it by its end",
    grain="one change of what one customer pays a month: as it is from then on, or as the period brought it",
    key=("customer_id", "currency", "start", "states", "subscription_id"),
    tables=("subscriptions", "customers"),
    build=_revenue_moves,
    own={"currency": "currency", "channel": "channel"},
    related={"subscriptions": OF_CUSTOMER, "customers": OF_CUSTOMER},
    points_to=("customer_id",),
    periodic=True,
    spans=(("subscriptions", "started_at"), ("subscriptions", "ended_at")),
    worked_out=("before", "after"),
)
