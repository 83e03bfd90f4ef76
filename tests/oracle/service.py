"""The families of service metrics."""

from __future__ import annotations

from datetime import UTC, datetime

from oracle import cases, contacts, first_contacts, followed, tones, waiting
from oracle.cells import Asked, Data, Figures, Key
from oracle.company import Company
from oracle.family import CUSTOMER, Family

_CASE = ("channel", "topic", "priority", "team", "opened_by", "role", "language", *CUSTOMER)
_LEVELS = (
    {}, {"threshold": 5, "short": 0}, {"abandoned": "met_in_time"}, {"abandoned": "ignore_in_time", "short": 0},
    {"abandoned": "ignore"},
    {"abandoned": "met", "short": 0}, {"dated_by": "answered_at"}, {"abandons": "all"},
    {"abandoned": "met_short"}, {"abandoned": "met_short", "short": 0},
)  # fmt: skip
_HANDLED = ({}, {"with_wait": "yes"}, {"per": "leg"}, {"per": "leg", "with_wait": "yes"}, {"dated_by": "answered_at"})
_TIMED = (
    {}, {"resolution": "first"}, {"resolution": "net"}, {"calendar": "red", "resolution": "net"}, {"calendar": "own"},
    {"calendar": "own", "resolution": "net"}, {"calendar": "phone", "resolution": "first"},
)  # fmt: skip
_ABOUT = ("channel", "topic", "team", "role", *CUSTOMER)
_CONTACT = (
    "channel", "topic", "queue", "team", "entry", "direction", "outcome", "blocked_reason", "language", "role", *CUSTOMER
)  # fmt: skip


def _backlog(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    return cases.backlog(data, asked, datetime.now(UTC).date())


def _waiting(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    return waiting.waiting(data, asked, datetime.now(UTC).date())


def _queue(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    return waiting.queue(data, asked, datetime.now(UTC).replace(tzinfo=None))


SERVICE = (
    Family("contacts", Company.service, contacts.service, _CONTACT, _LEVELS),
    Family("contact handling", Company.service, contacts.handling, _CONTACT, _HANDLED),
    Family("routing", Company.service, contacts.routing, _CONTACT),
    Family("first contacts", Company.service, first_contacts.observed, _CONTACT,
           ({}, {"window": 1}, {"outbound": "count"}, {"window": 30, "outbound": "count"}, {"window": 0})),
    Family("marked cases", Company.service, first_contacts.logged, _ABOUT, ({"basis": "logged"},)),
    Family("asked of contacts", lambda c: c.service() | c.answers(), first_contacts.surveyed,
           _ABOUT, ({"basis": "survey", "question": "q1"},)),
    Family("self-service", lambda c: c.service() | c.site(), followed.self_service,
           ("channel", "topic", "entry", "kind", "language", *CUSTOMER),
           ({}, {"hours": 1}, {"entered": "menus", "hours": 240}, {"entered": "site", "hours": 240})),
    Family("tones", lambda c: c.service() | {"turns": c.turns()}, tones.tones, _CONTACT,
           ({}, {"drop": 0}, {"drop": 0.5, "dated_by": "answered_at"})),
    Family("sales after service", lambda c: c.service() | c.sales(), followed.to_sales, _CONTACT,
           ({}, {"window": 1}, {"window": 30, "dated_by": "answered_at"})),
    Family("requests", Company.service, contacts.requests, ("channel", "topic", "team", "kind", "role", "language", *CUSTOMER)),
    Family("handling", Company.service, cases.handling, _CASE, _TIMED),
    Family("resolving", Company.service, cases.resolving, _CASE),
    Family("backlog", Company.service, _backlog, _CASE, spanned=True),
    Family("waiting", Company.service, _waiting, _CASE, ({}, {"bots_answer": "no"}), spanned=True),
    Family("queue", Company.service, _queue, _CONTACT, spanned=True),
    Family("unanswered", Company.service, waiting.unanswered, _CASE),
)  # fmt: skip
