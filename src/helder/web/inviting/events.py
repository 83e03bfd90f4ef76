"""The events after which customers are asked, found among the rows that have come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from helder.model import BATCH, TABLES
from helder.web.inviting.models import After

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Columns of the customer that every event can be narrowed by.
OF_CUSTOMERS = ("segment", "country", "customer_language", "acquired_via", "account")
_CUSTOMER = {"customer_language": "language"}
#: Days after an order in which something of it may come back: lines do not say when it did.
RETURNS_WITHIN = timedelta(days=60)
#: What a link can say of the event, of the columns an event has.
ABOUT = ("contact_id", "case_id", "order_id", "session_id", "employee_id")


@dataclass(frozen=True)
class Event:
    """One kind of event.

    tables: those whose rows tell it. touchpoint: what answers are about, where the sending says nothing else. columns: by which
    it can be narrowed, beside those of the customer. rows: given the last load looked at and the oldest moment that counts, an
    expression with event (what it is known by), at, customer_id, its load, and those columns.
    """

    tables: tuple[str, ...]
    touchpoint: str
    columns: tuple[str, ...]
    rows: Callable[[int, datetime], ir.Table]

    @property
    def narrowing(self) -> tuple[str, ...]:
        """Every column it can be narrowed by."""
        return (*self.columns, *OF_CUSTOMERS)


def _contacts(channel: str) -> Callable[[int, datetime], ir.Table]:
    def rows(after: int, oldest: datetime) -> ir.Table:
        t = TABLES["contacts"].expression
        talked = t.outcome.isnull() | (t.outcome == "answered")
        t = t.filter(t[BATCH] > after, t.ended_at >= oldest, t.channel == channel, talked)
        return t.mutate(event=t.contact_id, at=t.ended_at)

    return rows


def _purchases(after: int, oldest: datetime) -> ir.Table:
    t = TABLES["orders"].expression
    t = t.filter(t[BATCH] > after, t.ordered_at >= oldest, t.status.fill_null("paid") == "paid")
    return t.mutate(event=t.order_id, at=t.ordered_at)


def _returns(after: int, oldest: datetime) -> ir.Table:
    """Orders of which something came back, one row each. An order that came in after its lines counts while it is young."""
    lines, orders = TABLES["order_lines"].expression, TABLES["orders"].expression
    back = lines.filter(lines.returned_quantity > 0).group_by("order_id").aggregate(line_batch=lines[BATCH].max())
    orders = orders.filter(orders.ordered_at >= oldest - RETURNS_WITHIN)
    t = orders.inner_join(back, "order_id")
    fresh = (t.line_batch > after) | ((t[BATCH] > after) & (t.ordered_at >= oldest))
    return t.filter(fresh).mutate(event=t.order_id, at=t.ordered_at)


def _cases(after: int, oldest: datetime) -> ir.Table:
    t = TABLES["cases"].expression
    t = t.filter(t[BATCH] > after, t.resolved_at >= oldest)
    return t.mutate(event=t.case_id, at=t.resolved_at)


_OF_CONTACTS = ("queue", "team", "topic", "language", "entry", "direction")
EVENTS: dict[str, Event] = {
    After.CALL: Event(("contacts",), "phone", _OF_CONTACTS, _contacts("phone")),
    After.CHAT: Event(("contacts",), "chat", _OF_CONTACTS, _contacts("chat")),
    After.PURCHASE: Event(("orders",), "purchase", ("channel",), _purchases),
    After.RETURN: Event(("order_lines", "orders"), "returns", ("channel",), _returns),
    After.CASE: Event(("cases",), "support", ("channel", "topic", "team", "priority", "opened_by"), _cases),
}


def of_kind(kind: str, after: int, oldest: datetime, conditions: Mapping[str, list[str]]) -> ir.Table:
    """Events of a kind that meet the conditions, with their customer's columns, of customers that are known by their key.

    oldest: in UTC, without zone.
    """
    event = EVENTS[kind]
    t = event.rows(after, oldest)
    t = t.filter(t.customer_id.notnull())
    kept = [name for name in ("event", "at", "customer_id", *ABOUT, *event.columns) if name in t.columns]
    joined = t.select(*kept).left_join(customers(), "customer_id").drop("customer_id_right")
    return _narrowed(joined, conditions)


def customers(conditions: Mapping[str, list[str]] | None = None) -> ir.Table:
    """Customers that meet conditions: how they are reached, and the columns they can be chosen by."""
    t = TABLES["customers"].expression
    columns: dict[str, Any] = {name: t[_CUSTOMER.get(name, name)] for name in OF_CUSTOMERS}
    t = t.select("customer_id", "name", "email", "phone", **columns)
    return _narrowed(t, conditions or {})


def _narrowed(t: ir.Table, conditions: Mapping[str, list[str]]) -> ir.Table:
    return t.filter(*(t[column].isin(values) for column, values in conditions.items())) if conditions else t
