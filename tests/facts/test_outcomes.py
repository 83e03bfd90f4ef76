"""Which orders follow a contact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from oracle.small import NOON, ask


def bought(days: float, *, customer: str = "a", **order: Any) -> tuple[int | None, float | None]:
    """Contacts of one customer, and whether an order some days after counts as following it."""
    contact = {"contact_id": "1", "offered_at": NOON, "customer_id": "a", "outcome": "answered"}
    made = {"order_id": "1", "ordered_at": NOON + timedelta(days=days), "customer_id": customer, "status": "paid", **order}
    (row,) = ask("service_to_sales", tables={"contacts": [contact], "orders": [made]})
    return row["n"], row["numerator"]


@pytest.mark.parametrize(("days", "follows"), [(-0.001, 0), (0, 1), (7, 1), (7.001, 0)])
def test_an_order_within_the_window_follows(days: float, follows: int) -> None:
    assert bought(days) == (1, follows)


def test_only_paid_orders_of_that_customer_do() -> None:
    assert bought(1, customer="b") == (1, 0)
    assert bought(1, status="cancelled") == (1, 0)
    assert bought(1, status="credit") == (1, 0)


def test_several_contacts_may_lead_to_one_order() -> None:
    contacts = [
        {"contact_id": str(i), "offered_at": NOON + timedelta(days=i), "customer_id": "a", "outcome": "answered"}
        for i in range(3)
    ]
    orders = [{"order_id": "1", "ordered_at": NOON + timedelta(days=2.5), "customer_id": "a", "status": "paid"}]
    (row,) = ask("service_to_sales", tables={"contacts": contacts, "orders": orders}, params={"window": 2})
    assert (row["n"], row["numerator"]) == (3, 2)


def test_it_is_provisional_as_long_as_orders_have_not_come_in() -> None:
    contact = {"contact_id": "1", "offered_at": NOON, "customer_id": "a", "outcome": "answered"}
    late = [{"order_id": "1", "ordered_at": NOON + timedelta(days=8), "customer_id": "b", "status": "paid"}]
    options = {"since": NOON.date(), "until": NOON.date() + timedelta(days=1)}
    assert [r["provisional"] for r in ask("service_to_sales", tables={"contacts": [contact]}, **options)] == [True]
    assert [r["provisional"] for r in ask("service_to_sales", tables={"contacts": [contact], "orders": late}, **options)] == [
        False
    ]
