"""Zendesk Support: tickets, what happened to them, and who asked and answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from requests.auth import AuthBase

from helder.connectors.sources.line import Line
from helder.connectors.sources.moments import epoch, iso, moment
from helder.connectors.sources.rest import Api
from helder.connectors.sources.signing import ByClient, by_password
from helder.connectors.sources.system import Field, Item, Known, Listing, Record, System

CASES = """
[cases.columns]
case_id = "id"
customer_id = "requester_id"
topic = { sql = "coalesce(type, 'other')" }
priority = "priority"
team = "group_id"
employee_id = "assignee_id"
status = "status"
opened_by = "opened_by"
opened_at = "created_at"
first_replied_at = "first_replied_at"
resolved_at = { sql = "case when status in ('solved', 'closed') then \\"metric_set.solved_at\\" end" }
reopened = "metric_set.reopens"
attributes.subject = "subject"
attributes.tags = "tags"
attributes.organization = "organization_id"

[cases.columns.channel]
from = "via.channel"
otherwise = "other"

[cases.columns.channel.values]
email = "email"
web = "web"
mobile = "web"
chat = "chat"
native_messaging = "chat"
voice = "phone"
phone = "phone"
sms = "sms"
facebook = "social"
twitter = "social"
whatsapp = "social"
"""

ANSWERS = """
[answers]
where = "\\"satisfaction_rating.score\\" in ('good', 'bad')"

[answers.columns]
answer_id = { join = ["kind", "id"], with = "-" }
survey = { value = "zendesk satisfaction" }
instrument = { value = "csat" }
scale = { value = "1-5" }
score = { from = "satisfaction_rating.score", values = { good = 5, bad = 1 } }
comment = "satisfaction_rating.comment"
respondent = { value = "customer" }
customer_id = "requester_id"
employee_id = "assignee_id"
case_id = "id"
touchpoint = { value = "support" }
answered_at = "updated_at"
"""

EVENTS = """
[case_events.columns]
case_id = "ticket_id"
at = "at"
event = "event"
author = "author"
public = "public"
employee_id = "employee_id"
team = "team"
"""

CUSTOMERS = """
[customers]
where = "role = 'end-user'"

[customers.columns]
customer_id = "id"
name = "name"
email = "email"
phone = "phone"
language = { sql = "lower(split_part(locale, '-', 1))" }
signed_up_at = "created_at"
account = "organization_id"

[employees]
where = "role <> 'end-user'"

[employees.columns]
employee_id = "id"
name = "name"
role = "role"
team = "default_group_id"
"""

_MOVES = {"solved": "resolved", "closed": "closed", "pending": "waiting", "hold": "waiting"}


def _ticket(item: Item, known: Known) -> Iterable[Item]:
    """A ticket that is not deleted, with who opened it."""
    if item.get("status") != "deleted":
        agent = str(item.get("submitter_id")) in known["agents"]
        more = {"kind": "rating", "opened_by": "agent" if agent else "customer", "first_replied_at": _replied(item)}
        yield {**item, **more}


def _replied(ticket: Item) -> str | None:
    """The first reply to the minute, which counts where comments are not fetched, or only later ones."""
    opened, told = moment(ticket.get("created_at")), (ticket.get("metric_set") or {}).get("reply_time_in_minutes") or {}
    return iso(opened + timedelta(minutes=told["calendar"])) if opened and told.get("calendar") is not None else None


def _events(item: Item, known: Known) -> Iterable[Item]:
    """What happened to a ticket at one moment: a reply, an assignment, moves between states."""
    found: dict[str, dict[str, Any]] = {}
    for child in item.get("child_events") or ():
        who = child.get("author_id") or item.get("updater_id")
        event = _event(child)
        if event is None:
            continue
        agent = str(who) in known["agents"]
        said = found.setdefault(event, {"ticket_id": item["ticket_id"], "at": item["created_at"], "event": event})
        said["author"] = "agent" if agent else "bot" if who in (-1, 0, None) else "customer"
        said["public"] = child.get("public") if event == "replied" else None
        said["employee_id"] = child.get("assignee_id") or said.get("employee_id") or (who if agent else None)
        said["team"] = child.get("group_id") or said.get("team")
    yield from found.values()


def _event(child: Mapping[str, Any]) -> str | None:
    kind = child.get("event_type") or child.get("type")
    if kind == "Comment":
        return "replied"
    if kind == "Create" and "status" in child:
        return "opened"
    if kind != "Change":
        return None
    if "status" in child:
        back = child.get("previous_value") in ("solved", "closed")
        return "reopened" if back and child["status"] not in ("solved", "closed") else _MOVES.get(child["status"])
    return "assigned" if child.get("assignee_id") or child.get("group_id") else None


def _auth(settings: Mapping[str, str], line: Line) -> AuthBase:
    if settings["client_id"]:
        client = {"client_id": settings["client_id"], "client_secret": settings["client_secret"], "scope": "read"}
        return ByClient(line, f"{settings['address'].rstrip('/')}/oauth/tokens", client)
    return by_password(f"{settings['email']}/token", settings["token"])


_API = Api(
    base=lambda settings: f"{settings['address'].rstrip('/')}/api/v2/",
    auth=_auth,
    lookups={
        "agents": (
            {
                "path": "users.json",
                "params": {"role[]": ["agent", "admin"], "page[size]": 100},
                "data_selector": "users",
                "paginator": {"type": "end_of_stream", "next_url_path": "links.next"},
            },
            "id",
        )
    },
)

_BACK = timedelta(minutes=10)

ZENDESK = System(
    name="zendesk",
    title="Zendesk",
    meaning="Tickets, comments and satisfaction ratings of Zendesk Support",
    fields=(
        Field("address", "Address", "https://yourcompany.zendesk.com", address=True),
        Field("email", "E-mail of the administrator", "The one who made the API token", required=False),
        Field("token", "API token", "Admin Center, Apps and integrations, APIs, API tokens", secret=True, required=False),
        Field("client_id", "OAuth client", "Instead of the two above: the identifier of an OAuth client", required=False),
        Field("client_secret", "OAuth secret", "The secret of that client", secret=True, required=False),
    ),
    read=_API.read,
    listings=(
        Listing(
            "tickets",
            "Tickets",
            (
                Record("tickets", "Tickets", CASES, _ticket),
                Record("ratings", "Satisfaction ratings", ANSWERS, _ticket),
            ),
            {
                "path": "incremental/tickets/cursor.json",
                "params": {"start_time": 0, "include": "metric_sets"},
                "data_selector": "tickets",
                "paginator": {"type": "end_of_stream", "next_url_path": "after_url"},
            },
            changed="updated_at",
            since=lambda when: {"start_time": epoch(when)},
            ordered=True,
            overlap=_BACK,
        ),
        Listing(
            "events",
            "Comments and changes",
            (Record("events", "Comments and changes", EVENTS, _events),),
            {
                "path": "incremental/ticket_events.json",
                "params": {"start_time": 0, "include": "comment_events"},
                "data_selector": "ticket_events",
                "paginator": {"type": "end_of_stream", "next_url_path": "next_page"},
            },
            changed="created_at",
            since=lambda when: {"start_time": epoch(when)},
            ordered=True,
            overlap=_BACK,
        ),
        Listing(
            "users",
            "Users",
            (Record("users", "Users", CUSTOMERS),),
            {
                "path": "incremental/users/cursor.json",
                "params": {"start_time": 0},
                "data_selector": "users",
                "paginator": {"type": "end_of_stream", "next_url_path": "after_url"},
            },
            changed="updated_at",
            since=lambda when: {"start_time": epoch(when)},
            ordered=True,
            overlap=_BACK,
        ),
    ),
    steps="In the Admin Center make an API token, or an OAuth client of kind confidential with the scope read.",
)
