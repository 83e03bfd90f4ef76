"""Purchase histories: how often, how long and for what each customer has bought, as the models of lifetime value take it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.fact import Fact, Source
from helder.facts.tables import ORDERS

if TYPE_CHECKING:
    import ibis.expr.types as ir


@lru_cache
def purchase_histories(until: date, transactions: str = "days", worth: str = "margin") -> Fact:
    """Histories as they were before a local date.

    transactions: "days" where the orders of one day are one purchase, as in the literature, or "orders". worth: "margin", or
    "revenue".
    """

    def build(source: Source) -> ir.Table:
        return _histories(_occasions(_sold(source, until, worth), transactions), until)

    return Fact(
        name="purchase_histories",
        meaning="Customers with how often, how long and for what they have bought",
        grain="one customer in one currency",
        key=("customer_id", "currency"),
        tables=("orders", "order_lines"),
        build=build,
        own={"currency": "currency"},
        points_to=("customer_id",),
        worked_out=("worth",),
    )


def gain(orders: ir.Table, worth: str) -> ir.IntegerValue:
    """What an order brought, returns taken off: margin (revenue less cost) or revenue."""
    return orders.net - orders.cost if worth == "margin" else orders.net


def _sold(source: Source, until: date, worth: str) -> ir.Table:
    """Purchases and credit notes of known customers before a date, with what each brought."""
    import ibis

    t = ORDERS.build(source)
    known = t.status.isin(("paid", "credit")) & t.customer_id.notnull() & (t.ordered_at_day < ibis.literal(until))
    return t.filter(known).mutate(gain=gain(t, worth))


def _occasions(sold: ir.Table, transactions: str) -> ir.Table:
    """What counts as one purchase, or the credit notes beside: its moment, and what it brought."""
    keys = ("customer_id", "currency", "ordered_at_day")
    if transactions == "orders":
        return sold.select(
            "customer_id", "currency", day="ordered_at_day", at="ordered_at", name="order_id",
            bought=sold.status == "paid", known=sold.gain.notnull(), gain=sold.gain,
        )  # fmt: skip
    by_day = sold.group_by(*keys).aggregate(
        at=sold.ordered_at.min(),
        bought=sold.count(where=sold.status == "paid") > 0,
        known=sold.count(where=sold.gain.isnull()) == 0,
        gain=sold.gain.sum(),
    )
    return by_day.mutate(name=by_day.ordered_at_day.cast("string")).rename(day="ordered_at_day")


def _histories(occasions: ir.Table, until: date) -> ir.Table:
    """Of what each customer brought, the first purchase is left out, as its worth tells less of those to come."""
    import ibis

    # An order is told from another of the same moment by its name.
    order = ibis.window(group_by=["customer_id", "currency"], order_by=["at", "name"], rows=(None, 0))
    t = occasions.mutate(nth=ibis.ifelse(occasions.bought, 1, 0).sum().over(order))
    again = (t.nth > 1) | ((t.nth == 1) & ~t.bought)
    worth_known = again & t.known
    found = t.group_by("customer_id", "currency").aggregate(
        purchases=t.count(where=t.bought),
        first_day=t.day.min(where=t.bought),
        last_day=t.day.max(where=t.bought),
        valued=t.count(where=worth_known & t.bought),
        worth=t.gain.sum(where=worth_known),
    )
    found = found.filter(found.purchases > 0)
    end = ibis.literal(until - timedelta(days=1))
    return found.mutate(
        x=found.purchases - 1,
        t_x=found.last_day.delta(found.first_day, unit="day"),
        age=end.delta(found.first_day, unit="day"),
        mean_worth=found.worth / found.valued.nullif(0),
    )
