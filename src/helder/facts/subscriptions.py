"""Subscriptions, as they are kept."""

from __future__ import annotations

from helder.facts.fact import Fact

SUBSCRIPTIONS = Fact(
    name="subscriptions",
    meaning="Contracts that run until they end",
    grain="one subscription",
    key=("subscription_id",),
    tables=("subscriptions",),
    build=lambda source: source["subscriptions"],
    own={"end_reason": "end_reason", "currency": "currency"},
    points_to=("customer_id", "product_id"),
    related={"subscriptions": {}},
)
