"""Customers by the month of their first purchase, and in which of the months after it they bought."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.fact import Fact, Source
from helder.facts.purchases import paid_orders, with_channel

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _month(day: ir.DateValue) -> ir.IntegerValue:
    """Calendar months are numbered without a gap."""
    return day.year().cast("int64") * 12 + day.month().cast("int64")


@lru_cache
def cohorts(months: int) -> Fact:
    """A row for every customer with a paid order and every calendar month from that of the first on, up to a number of them.

    Months reach to that of the last order there is. Whether that one is over cannot be told from the orders, so it counts
    as not over: data that end long ago, or come in late, are not taken for customers who stay away.
    """

    def build(source: Source) -> ir.Table:
        import ibis

        orders, paid = source["orders"], paid_orders(source)
        paid = paid.mutate(month=_month(source.day(paid, "ordered_at")))
        first = paid.group_by("customer_id").aggregate(
            first_ordered_at=paid.ordered_at.min(),
            first_ordered_at_day=paid.ordered_at_day.min(),
            first_month=paid.month.min(),
            bought_in=paid.month.collect(),
        )
        latest = orders.aggregate(last_month=_month(source.day(orders, "ordered_at")).max())
        since = ibis.range(0, months + 1).unnest().name("months_since").as_table()
        t = with_channel(first, source).cross_join(latest).cross_join(since)
        t = t.mutate(months_since=t.months_since.cast("int64"))
        t = t.mutate(month=t.first_month + t.months_since).filter(lambda t: t.month <= t.last_month)
        t = t.mutate(bought=t.bought_in.contains(t.month), over=t.month < t.last_month)
        return t.drop("first_month", "last_month", "month", "bought_in")

    return Fact(
        name="cohorts" if months == 12 else f"cohorts_{months}_months",
        meaning="Customers and the calendar months since that of their first paid order, and whether they bought in them",
        grain="one customer in one month from that of their first paid order on",
        key=("customer_id", "months_since"),
        tables=("orders", "customers"),
        build=build,
        own={"months_since": "months_since", "channel": "channel"},
        points_to=("customer_id",),
    )
