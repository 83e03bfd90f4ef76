"""The pages of a LiveAgent and a Chatwoot, in the form their APIs are documented to give."""

from __future__ import annotations

import json
from typing import Any

from connectors.sources.playing import Asked, Played


def _pages(items: list[dict[str, Any]], asked: Asked, param: str, size: int = 2) -> list[dict[str, Any]]:
    place = size * (int(asked.query[param]) - 1)
    return items[place : place + size]


def la_ticket(name: str, status: str, changed: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "owner_contactid": "c-eva",
        "departmentid": "default",
        "agentid": "a-ann",
        "status": status,
        "code": name.upper(),
        "channel_type": "E",
        "date_created": "2026-03-02 09:00:00",
        "date_changed": changed,
        "date_resolved": "2026-03-02 12:00:00" if status == "R" else None,
        "tags": [],
        "subject": "Lamp",
        **more,
    }


def la_group(kind: str, at: str, who: str, *messages: tuple[str, str, str]) -> dict[str, Any]:
    said = [{"id": at, "userid": by, "type": of, "datecreated": when, "message": "..."} for of, when, by in messages]
    return {"id": f"{kind}{at}", "type": kind, "userid": who, "datecreated": at, "messages": said}


LA_TICKETS = [
    la_ticket("t3", "B", "2026-03-02 13:00:00"),
    la_ticket("t2", "C", "2026-03-02 12:30:00", channel_type="C"),
    la_ticket("t1", "R", "2026-03-02 12:00:00"),
]
LA_MESSAGES = {
    "t1": [
        la_group(
            "3", "2026-03-02 09:00:00", "c-eva", ("H", "2026-03-02 09:00:00", "c-eva"), ("M", "2026-03-02 09:00:00", "c-eva")
        ),
        la_group("4", "2026-03-02 09:01:00", "system00", ("M", "2026-03-02 09:01:00", "system00")),
        la_group("I", "2026-03-02 09:10:00", "a-ann", ("N", "2026-03-02 09:10:00", "a-ann")),
        la_group("4", "2026-03-02 09:40:00", "a-ann", ("M", "2026-03-02 09:40:00", "a-ann")),
        la_group("R", "2026-03-02 12:00:00", "a-ann"),
    ],
    "t2": [],
}


def play_liveagent(played: Played) -> str:
    """Play a LiveAgent of three tickets, one of them spam; gives the connection to it."""
    base = "/api/v3/"

    def tickets(asked: Asked) -> Any:
        filters = json.loads(asked.query.get("_filters", "[]"))
        after = filters[0][2] if filters else ""
        return _pages([one for one in LA_TICKETS if one["date_changed"] >= after], asked, "_page")

    def messages(name: str) -> Any:
        return lambda asked: LA_MESSAGES[name]

    played.paths[f"{base}tickets"] = tickets
    for name in LA_MESSAGES:
        played.paths[f"{base}tickets/{name}/messages"] = messages(name)
    played.paths[f"{base}agents"] = lambda asked: [{"id": "a-ann", "name": "Ann", "email": "ann@example.com", "role": "A"}]
    contact = {"id": "c-eva", "firstname": "Eva", "lastname": "Vos", "type": "R", "emails": ["eva@client.nl"], "phones": []}
    more = {"date_created": "2026-01-01 00:00:00", "language": "nl-NL", "countrycode": ""}
    played.paths[f"{base}contacts"] = lambda asked: _pages([{**contact, **more}], asked, "_page")
    return f'system = "liveagent"\n[settings]\naddress = "{played.address}"\nkey = "la-key"\n'


def cw_conversation(number: int, created: int, active: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "account_id": 3,
        "inbox_id": 8,
        "status": "open",
        "priority": None,
        "labels": ["vip"],
        "created_at": created,
        "last_activity_at": active,
        "first_reply_created_at": 0,
        "meta": {
            "sender": {"id": 41, "name": "Eva", "email": "eva@client.nl"},
            "channel": "Channel::WebWidget",
            "assignee": {"id": 5, "name": "Ann"},
        },
        **more,
    }


NOON = 1772449200  # 2026-03-02 11:00 UTC
CW = [
    cw_conversation(3, NOON, NOON + 9000, status="pending"),
    cw_conversation(2, NOON, NOON + 7200, status="resolved", first_reply_created_at=NOON + 600),
    cw_conversation(1, NOON, NOON + 3600, first_reply_created_at=NOON + 1200),
]


def play_chatwoot(played: Played) -> str:
    """Play a Chatwoot of three conversations and two ratings; gives the connection to it."""
    base = "/api/v1/accounts/3/"
    rating = {"id": 1, "rating": 5, "feedback_message": "Fine", "conversation_id": 2, "created_at": NOON + 8000}
    ratings = [
        {**rating, "contact": {"id": 41}, "assigned_agent": {"id": 5}},
        {**rating, "id": 2, "rating": 2, "contact": {"id": 41}},
    ]
    person = {
        "id": 41,
        "name": "Eva",
        "email": "eva@client.nl",
        "phone_number": None,
        "created_at": NOON,
        "last_activity_at": NOON,
    }
    played.paths[f"{base}conversations"] = lambda asked: {"data": {"meta": {}, "payload": _pages(CW, asked, "page")}}
    played.paths[f"{base}csat_survey_responses"] = lambda asked: _pages(ratings, asked, "page")
    played.paths[f"{base}contacts"] = lambda asked: {"meta": {}, "payload": _pages([person], asked, "page")}
    played.paths[f"{base}agents"] = lambda asked: [{"id": 5, "name": "Ann", "role": "agent"}]
    return f'system = "chatwoot"\n[settings]\naddress = "{played.address}"\naccount = 3\ntoken = "cw-token"\n'
