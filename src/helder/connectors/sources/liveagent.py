"""LiveAgent: tickets, what was written in them, contacts and agents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from helder.connectors.sources.rest import Api
from helder.connectors.sources.signing import ByHeader
from helder.connectors.sources.system import Field, Item, Known, Listing, Record, System

CASES = """
[cases]
where = "status not in ('I', 'X', 'B')"

[cases.columns]
case_id = "id"
customer_id = "owner_contactid"
team = "departmentid"
employee_id = "agentid"
opened_at = "date_created"
resolved_at = { sql = "case when status in ('R', 'L') then date_resolved end" }
attributes.subject = "subject"
attributes.code = "code"
attributes.tags = "tags"

[cases.columns.status]
from = "status"
otherwise = "open"

[cases.columns.status.values]
N = "new"
C = "open"
A = "answered"
W = "postponed"
R = "resolved"
L = "closed"

[cases.columns.channel]
from = "channel_type"
otherwise = "other"

[cases.columns.channel.values]
E = "email"
B = "chat"
I = "chat"
M = "web"
Q = "web"
S = "web"
C = "phone"
W = "phone"
F = "social"
A = "social"
T = "social"
"""

EVENTS = """
[case_events.columns]
case_id = "ticket"
at = "at"
event = "event"
author = "author"
public = { value = "yes" }
employee_id = "employee"
"""

CUSTOMERS = """
[customers]
where = "type <> 'A'"

[customers.columns]
customer_id = "id"
name = { sql = "nullif(trim(concat_ws(' ', firstname, lastname)), '')" }
email = { sql = "emails->>0" }
phone = { sql = "phones->>0" }
country = { sql = "nullif(countrycode, '')" }
language = { sql = "lower(split_part(nullif(language, ''), '-', 1))" }
signed_up_at = "date_created"
"""

EMPLOYEES = """
[employees.columns]
employee_id = "id"
name = "name"
role = "role"
"""

#: Kinds of groups of messages: written to or by the customer, and moves of the ticket.
_WRITTEN = frozenset(["M", "C", "F", "W", "O", "Q", "3", "4", "5", "6", "7", "8"])
_MOVES = {"R": "resolved", "T": "assigned", "J": "waiting"}


def _events(group: Item, known: Known) -> Iterator[Item]:
    """What a group of messages did to its ticket: each message written in it, or its one move."""
    kind, ticket = str(group.get("type")), group["_tickets_id"]
    if kind in _MOVES:
        yield _event(ticket, group.get("datecreated"), _MOVES[kind], group.get("userid"), known)
    elif kind in _WRITTEN:
        for message in group.get("messages") or ():
            if message.get("type") in ("M", "Y"):
                who = message.get("userid") or group.get("userid")
                yield _event(ticket, message.get("datecreated") or group.get("datecreated"), "replied", who, known)


def _event(ticket: Any, at: Any, event: str, who: Any, known: Known) -> Item:
    agent = str(who) in known["agents"]
    system = not who or str(who).startswith("system")
    author = "agent" if agent else "bot" if system else "customer"
    return {"ticket": ticket, "at": at, "event": event, "author": author, "employee": who if agent else None}


def _since(when: datetime) -> Mapping[str, Any]:
    return {"_filters": json.dumps([["date_changed", "D>=", when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")]])}


def _pages(path: str, **params: Any) -> Mapping[str, Any]:
    """Pages by number, the latest change first: what changes meanwhile moves to pages already read, and none is missed."""
    return {
        "path": path,
        "params": {"_perPage": 100, **params},
        "paginator": {"type": "page_number", "base_page": 1, "page_param": "_page", "total_path": None},
    }


_TICKETS = _pages("tickets", _sortField="date_changed", _sortDir="DESC")

LIVEAGENT = System(
    name="liveagent",
    title="LiveAgent",
    meaning="Tickets, messages, contacts and agents of LiveAgent",
    fields=(
        Field("address", "Address", "https://yourcompany.ladesk.com", address=True),
        Field("key", "API key", "Configuration, System, API, a key of version 3", secret=True),
    ),
    read=Api(
        base=lambda settings: f"{settings['address'].rstrip('/')}/api/v3/",
        auth=lambda settings, line: ByHeader("apikey", settings["key"]),
        lookups={"agents": ({"path": "agents", "paginator": {"type": "single_page"}, "params": {"_perPage": 1000}}, "id")},
    ).read,
    listings=(
        Listing(
            "tickets",
            "Tickets",
            (Record("tickets", "Tickets", CASES),),
            _TICKETS,
            changed="date_changed",
            since=_since,
        ),
        Listing(
            "messages",
            "Messages",
            (Record("messages", "Messages and moves", EVENTS, _events),),
            {"of": _TICKETS, "path": "tickets/{resources.tickets.id}/messages", "paginator": {"type": "single_page"},
             "params": {"_perPage": 1000}},
            changed="_tickets_date_changed",
            since=_since,
            of="tickets",
            from_it=("id", "date_changed"),
            worth_asking=lambda ticket: ticket.get("status") not in ("I", "X", "B"),
        ),
        Listing(
            "contacts",
            "Contacts, all of them every time",
            (Record("contacts", "Contacts", CUSTOMERS),),
            _pages("contacts"),
            chosen=False,
        ),
        Listing(
            "agents",
            "Agents",
            (Record("agents", "Agents", EMPLOYEES),),
            {"path": "agents", "paginator": {"type": "single_page"}, "params": {"_perPage": 1000}},
        ),
    ),
)  # fmt: skip
