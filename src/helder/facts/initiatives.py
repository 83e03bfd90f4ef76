"""Orders since an initiative began, and in the same length before."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.fact import Fact, Source
from helder.facts.tables import ORDERS

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Stands for the initiative that began last, of those that had begun by the day of the last order.
LATEST = "latest"


@lru_cache
def since_initiative(initiative: str) -> Fact:
    """Orders with the side of an initiative's first day they lie on, as far before it as the last order lies after it.

    An order before it is dated by the day as far after it, `counted_on`: its mirror. So whatever period is asked for, both
    sides are of one length in days, and the sides of months, added up, are those of the whole.
    """

    def build(source: Source) -> ir.Table:
        import ibis

        orders = ORDERS.build(source)
        orders = orders.mutate(order_day=source.day(orders, "ordered_at"))
        last = orders.aggregate(last_day=orders.order_day.max())
        told = source["initiatives"]
        if initiative == LATEST:
            begun = told.cross_join(last).filter(lambda t: t.started_on <= t.last_day)
        else:
            begun = told.filter(told.initiative_id == initiative)
        t = orders.cross_join(last).cross_join(begun.aggregate(began_on=begun.started_on.max()))
        after = t.order_day.delta(t.began_on, unit="day")
        away = ibis.ifelse(after >= 0, after, -1 - after)
        reached = away <= t.last_day.delta(t.began_on, unit="day")
        t = t.mutate(side=ibis.cases((after >= 0, "since"), (reached, "before"), else_=ibis.null("string")))
        mirrored = (t.began_on.cast("timestamp(6)") + away.as_interval("D")).date()
        return t.mutate(counted_on=ibis.ifelse(t.side.notnull(), mirrored, ibis.null("date"))).drop("order_day", "last_day")

    return replace(
        ORDERS,
        name="orders_around_initiative" if initiative == LATEST else f"orders_around_initiative_{initiative}",
        meaning="Orders and credit notes since an initiative's first day, and as long before it",
        tables=(*ORDERS.tables, "initiatives"),
        build=build,
        own={**ORDERS.own, "side": "side"},
        related=None,  # which orders count depends on the last there is
    )
