"""Rules after purchases, returns and resolved cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.timezone import now

if TYPE_CHECKING:
    from helder.web.inviting.models import Sending

Arrive = Callable[..., None]


def look(one: Sending) -> int:
    from helder.web.inviting.noting import look

    return look(one.pk, now())


def test_a_return_is_asked_about_when_it_comes_in(rule: Callable[..., Sending], arrive: Arrive) -> None:
    from helder.web.inviting.noting import leave_what_came_back

    before, later = uuid4().hex, uuid4().hex
    bought = now() - timedelta(days=20)
    for order in (before, later):
        arrive("orders", {"order_id": order, "customer_id": "c1", "ordered_at": bought, "status": "paid"})
    arrive("order_lines", {"order_id": before, "line": 1, "quantity": 2, "returned_quantity": 1})
    arrive("order_lines", {"order_id": later, "line": 1, "quantity": 2, "returned_quantity": 0})
    one = rule("return")
    leave_what_came_back(one, now())
    arrive("order_lines", {"order_id": before, "line": 1, "quantity": 2, "returned_quantity": 2})
    arrive("order_lines", {"order_id": later, "line": 1, "quantity": 2, "returned_quantity": 1})
    assert look(one) == 1
    assert [made.event for made in one.invitations.filter(state="due")] == [later]


def test_a_case_is_asked_about_once_and_a_purchase_when_it_is_paid(rule: Callable[..., Sending], arrive: Arrive) -> None:
    cases, orders, key, order = rule("case"), rule("purchase"), uuid4().hex, uuid4().hex
    case = {"case_id": key, "customer_id": "c2", "opened_at": now() - timedelta(hours=2)}
    for ago in (60, 1):
        arrive("cases", {**case, "resolved_at": now() - timedelta(minutes=ago)})
        look(cases)
    for status in ("pending", "paid"):
        arrive("orders", {"order_id": order, "customer_id": "c2", "ordered_at": now() - timedelta(hours=1), "status": status})
        assert look(orders) == (status == "paid")
    assert [made.event for made in cases.invitations.all()] == [key]
