"""Whose a cart is, and how far it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from oracle.small import NOON, ask


def carts(*events: tuple[float, str, str | None, str | None]) -> tuple[int, float]:
    """Number of carts and how many were left, of events at hours, of a visitor and a customer."""
    rows: list[dict[str, Any]] = [
        {"event_id": str(i), "at": NOON + timedelta(hours=hour), "event": event, "visitor_id": visitor, "customer_id": customer}
        for i, (hour, event, visitor, customer) in enumerate(events)
    ]
    (row,) = ask("cart_abandonment_rate", tables={"page_events": rows})
    return row["n"], row["numerator"]


def test_a_visitor_who_signs_in_to_pay_has_bought_the_cart() -> None:
    assert carts((0, "add_to_cart", "v", None), (1, "view", "v", "c"), (2, "purchase", "v", "c")) == (1, 0)


def test_a_visitor_known_as_two_customers_is_neither() -> None:
    assert carts((0, "add_to_cart", "v", None), (1, "purchase", "v", "a"), (2, "view", "v", "b")) == (1, 1)


def test_a_visitor_and_a_customer_of_one_name_are_two() -> None:
    assert carts((0, "add_to_cart", "7", None), (1, "purchase", None, "7")) == (1, 1)


@pytest.mark.parametrize(("hours", "number"), [(24, 1), (24.001, 2)])
def test_a_day_without_a_cart_event_ends_it(hours: float, number: int) -> None:
    assert carts((0, "add_to_cart", "v", None), (hours, "add_to_cart", "v", None))[0] == number


def test_looking_does_not_keep_a_cart_alive() -> None:
    events = [(float(h), "view", "v", None) for h in range(1, 30)]
    assert carts((0, "add_to_cart", "v", None), *events, (30, "purchase", "v", None)) == (1, 1)


def test_after_a_purchase_a_new_cart_begins() -> None:
    assert carts((0, "add_to_cart", "v", None), (1, "purchase", "v", None), (2, "add_to_cart", "v", None)) == (2, 1)
