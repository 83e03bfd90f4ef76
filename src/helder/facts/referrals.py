"""Referrals, and which customers' first orders came by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.fact import OF_CUSTOMER, OF_ORDER, Fact, Source
from helder.facts.purchases import PURCHASES

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _referrals(source: Source) -> ir.Table:
    """Referrals, with the first moment known of each: shared, else followed, else converted."""
    import ibis

    t = source["referrals"]
    return t.mutate(
        referred_at=ibis.coalesce(t.shared_at, t.clicked_at, t.converted_at),
        referred_at_day=ibis.coalesce(t.shared_at_day, t.clicked_at_day, t.converted_at_day),
    )


REFERRALS = Fact(
    name="referrals",
    meaning="Personal links shared by customers, and what came of them; dimensions are those of the customer who referred",
    grain="one referred person",
    key=("referral_id",),
    tables=("referrals",),
    build=_referrals,
    own={"code": "code"},
    points_to=("referrer_id",),
    related={"referrals": {}},
)


def _referred(source: Source) -> ir.Table:
    """Each order with its place among the paid ones of its customer, and whether a referral had brought that customer by then.

    A referral brings the customer it names, or whose order it names. One of which no moment is known is taken to have come
    before the order.
    """
    orders, told = source.of(PURCHASES), source["referrals"]
    told = told.mutate(moment=told.shared_at.coalesce(told.clicked_at))

    def first(t: ir.Table, key: str) -> ir.Table:
        named = t.filter(t[key].notnull())
        return named.group_by(key).aggregate(
            **{f"{key}_referred": named.moment.min(), f"{key}_undated": named.count(where=named.moment.isnull()) > 0}
        )

    t = orders.left_join(first(told, "customer_id"), "customer_id").drop("customer_id_right")
    t = t.left_join(first(told, "order_id"), "order_id").drop("order_id_right")
    customers = source["customers"].select("customer_id", brought_by="acquired_via")
    t = t.left_join(customers, "customer_id").drop("customer_id_right")

    def brought(key: str) -> ir.BooleanValue:
        return (t[f"{key}_referred"] <= t.ordered_at).fill_null(False) | t[f"{key}_undated"].fill_null(False)

    return t.mutate(
        by_link=brought("customer_id") | brought("order_id"),
        by_word=(t.brought_by.lower() == "referral").fill_null(False),
    ).drop(*(f"{key}_{what}" for key in ("customer_id", "order_id") for what in ("referred", "undated")))


REFERRED_PURCHASES = Fact(
    name="referred_purchases",
    meaning="Orders, each with its place among the paid ones of its customer and whether a referral brought that customer",
    grain="one order",
    key=("order_id",),
    tables=("orders", "referrals", "customers"),
    build=_referred,
    own={"channel": "channel"},
    points_to=("customer_id",),
    related={"orders": {**OF_CUSTOMER, **OF_ORDER}, "referrals": {**OF_CUSTOMER, **OF_ORDER}, "customers": OF_CUSTOMER},
)
