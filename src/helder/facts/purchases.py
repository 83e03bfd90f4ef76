"""Customers and their purchases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.fact import OF_CUSTOMER, Fact, Source

if TYPE_CHECKING:
    import ibis.expr.types as ir


def paid_orders(source: Source) -> ir.Table:
    """Paid orders of known customers."""
    orders = source["orders"]
    return orders.filter((orders.status == "paid") & orders.customer_id.notnull())


def _purchases(source: Source) -> ir.Table:
    """Each order with how many paid ones its customer had made by then, itself included.

    Orders that are not purchases stay in, so that an explanation can say that they were left out.
    """
    import ibis

    orders = source["orders"]
    history = ibis.window(group_by="customer_id", order_by=["ordered_at", "order_id"], rows=(None, 0))
    bought = (orders.status == "paid") & orders.customer_id.notnull()  # those of nobody known are not of one customer
    return orders.mutate(nth=ibis.ifelse(bought, 1, 0).sum().over(history))


PURCHASES = Fact(
    name="purchases",
    meaning="Orders, each with its place among the paid ones of its customer",
    grain="one order",
    key=("order_id",),
    tables=("orders",),
    build=_purchases,
    own={"channel": "channel"},
    points_to=("customer_id",),
    related={"orders": OF_CUSTOMER},
)


def _first_purchases(source: Source) -> ir.Table:
    """The first paid order of each customer."""
    paid = paid_orders(source)
    return paid.group_by("customer_id").aggregate(acquired_at=paid.ordered_at.min(), acquired_at_day=paid.ordered_at_day.min())


def with_channel(acquired: ir.Table, source: Source) -> ir.Table:
    """The channel that brought each customer."""
    customers = source["customers"].select("customer_id", channel="acquired_via")
    return acquired.left_join(customers, "customer_id").drop("customer_id_right")


FIRST_PURCHASES = Fact(
    name="first_purchases",
    meaning="Customers by their first paid order",
    grain="one customer with a paid order",
    key=("customer_id",),
    tables=("orders", "customers"),
    build=lambda source: with_channel(_first_purchases(source), source),
    own={"channel": "channel"},
    points_to=("customer_id",),
    related={"orders": OF_CUSTOMER, "customers": OF_CUSTOMER},
)


def _sign_ups(source: Source) -> ir.Table:
    customers = source["customers"]
    known = customers.filter(customers.signed_up_at.notnull())
    return known.select("customer_id", acquired_at="signed_up_at", acquired_at_day="signed_up_at_day", channel="acquired_via")


SIGN_UPS = Fact(
    name="sign_ups",
    meaning="Customers by the moment they became known",
    grain="one customer with a sign-up",
    key=("customer_id",),
    tables=("customers",),
    build=_sign_ups,
    own={"channel": "channel"},
    points_to=("customer_id",),
    related={"customers": {}},
)
