"""The pages of a Zendesk of three tickets, in the form its API is documented to give."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from connectors.sources.playing import Asked, Played

AGENT, CUSTOMER, OTHER = 11, 21, 22


def ticket(number: int, **more: Any) -> dict[str, Any]:
    """A ticket as the incremental export gives it."""
    return {
        "id": number,
        "url": f"https://example.zendesk.com/api/v2/tickets/{number}.json",
        "via": {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": "2026-03-02T09:00:00Z",
        "updated_at": f"2026-03-02T12:00:{number:02}Z",
        "type": "incident",
        "subject": "Where is my parcel?",
        "priority": "normal",
        "status": "open",
        "requester_id": CUSTOMER,
        "submitter_id": CUSTOMER,
        "assignee_id": AGENT,
        "group_id": 31,
        "organization_id": None,
        "tags": ["parcel"],
        "satisfaction_rating": {"score": "unoffered"},
        "metric_set": {"ticket_id": number, "reopens": 0, "solved_at": None},
        **more,
    }


def event(ticket: int, at: str, updater: int, *children: dict[str, Any]) -> dict[str, Any]:
    """An audit as the ticket event export gives it, with its comments."""
    return {
        "id": hash((ticket, at)) % 10**9,
        "ticket_id": ticket,
        "created_at": at,
        "timestamp": 0,
        "updater_id": updater,
        "event_type": "Audit",
        "child_events": list(children),
    }


def comment(author: int, *, public: bool = True) -> dict[str, Any]:
    return {"id": 1, "type": "Comment", "event_type": "Comment", "author_id": author, "public": public, "body": "Hello"}


def change(**fields: Any) -> dict[str, Any]:
    return {"id": 2, "event_type": "Change", **fields}


def create(**fields: Any) -> dict[str, Any]:
    return {"id": 3, "event_type": "Create", **fields}


TICKETS = [
    ticket(1, status="solved", metric_set={"reopens": 1, "solved_at": "2026-03-02T11:00:00Z"}),
    ticket(2, satisfaction_rating={"score": "good", "id": 5, "comment": "Quick"}),
    ticket(3, requester_id=OTHER, submitter_id=OTHER, status="deleted"),
]
EVENTS = [
    event(1, "2026-03-02T09:00:00Z", CUSTOMER, create(status="new"), comment(CUSTOMER)),
    event(1, "2026-03-02T09:05:00Z", AGENT, comment(AGENT, public=False), change(assignee_id=AGENT), change(group_id=31)),
    event(1, "2026-03-02T09:20:00Z", AGENT, comment(AGENT), change(status="pending", previous_value="open")),
    event(1, "2026-03-02T11:00:00Z", AGENT, change(status="solved", previous_value="pending")),
    event(2, "2026-03-02T09:00:00Z", CUSTOMER, create(status="new"), comment(CUSTOMER)),
    event(2, "2026-03-02T10:00:00Z", AGENT, comment(AGENT)),
]
USERS = [
    {"id": AGENT, "name": "Ann Agent", "email": "ann@example.com", "role": "agent", "locale": "en-US", "default_group_id": 31},
    {"id": CUSTOMER, "name": "Cas Klant", "email": "cas@example.com", "role": "end-user", "locale": "nl", "phone": None},
    {"id": OTHER, "name": "Kim Kunde", "email": "kim@example.com", "role": "end-user", "locale": "da", "phone": "+45 1"},
]
for one in USERS:
    one |= {"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-03-01T00:00:00Z", "organization_id": None}

CONNECTION = """
system = "zendesk"
[settings]
address = "{address}"
email = "admin@example.com"
token = "a-secret-token"
"""


def _changed(item: dict[str, Any]) -> float:
    return datetime.fromisoformat(item.get("updated_at") or item["created_at"]).timestamp()


def stream(played: Played, path: str, name: str, items: list[dict[str, Any]], size: int, link: str) -> None:
    """Play an export of what changed since, in pages, each with a link to the next; the last says that it is the end."""

    def page(asked: Asked) -> Any:
        start, _, place = asked.query.get("cursor", f"{asked.query.get('start_time')}-0").partition("-")
        later = [one for one in items if _changed(one) >= int(start)]
        after = int(place) + size
        following = f"{played.address}{path}?cursor={start}-{after}"
        return {name: later[int(place) : after], link: following, "end_of_stream": after >= len(later), "count": len(later)}

    played.paths[path] = page


def play(played: Played, *, size: int = 2) -> str:
    """Play the whole, and give the connection to it."""
    stream(played, "/api/v2/incremental/tickets/cursor.json", "tickets", TICKETS, size, "after_url")
    stream(played, "/api/v2/incremental/ticket_events.json", "ticket_events", EVENTS, size, "next_page")
    stream(played, "/api/v2/incremental/users/cursor.json", "users", USERS, size, "after_url")
    agents = [one for one in USERS if one["role"] != "end-user"]
    played.paths["/api/v2/users.json"] = lambda asked: {"users": agents, "meta": {"has_more": False}, "links": {"next": None}}
    return CONNECTION.format(address=played.address)
