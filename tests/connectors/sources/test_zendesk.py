"""Zendesk, page by page, into the metrics."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from connectors.sources.office import Office
from connectors.sources.playing import Answer, Asked, Played
from connectors.sources.zendesk import TICKETS, play, ticket


def test_metrics_are_what_the_pages_say(office: Office, played: Played) -> None:
    office.connect("desk", play(played))
    run = office.run("desk")
    assert (run.error, run.rejected, run.notes) == (None, 0, [])
    assert run.pages == 2 + 3 + 2 + 3  # tickets, events and users in pages of two; the agents once for each
    assert office.value("request_volume") == 2  # the third was deleted
    assert office.value("first_response_time") == (20 * 60 + 60 * 60) / 2  # internal notes and the customer's own do not count
    assert office.value("average_resolution_time") == 2 * 3600
    assert office.value("csat") == 1
    assert office.value("open_cases") == 0  # the second's last word is the agent's
    assert office.rows("select customer_id, name, language from customers order by 1") == [
        ("21", "Cas Klant", "nl"),
        ("22", "Kim Kunde", "da"),
    ]


def test_the_second_run_asks_for_what_changed_since(office: Office, played: Played) -> None:
    office.connect("desk", play(played))
    office.run("desk")
    played.asked.clear()
    TICKETS.append(ticket(4, updated_at="2026-03-02T13:00:00Z"))
    try:
        run = office.run("desk")
    finally:
        TICKETS.pop()
    starts = [int(one.query["start_time"]) for one in played.asked if "start_time" in one.query]
    told = [datetime.fromtimestamp(start, UTC).isoformat() for start in starts]
    assert told == ["2026-03-02T11:50:03+00:00", "2026-03-02T10:50:00+00:00", "2026-02-28T23:50:00+00:00"]  # ten minutes back
    assert (run.error, run.read, run.changed) == (None, 1, 1)  # what came again was just as it was
    assert office.rows("select count(*) from cases") == [(3,)]


def test_a_client_of_oauth_gets_a_new_token_when_the_old_one_is_refused(office: Office, played: Played) -> None:
    text = play(played).replace("email =", "client_id =").replace("token =", "client_secret =")
    office.connect("desk", text)
    given: list[str] = []

    def token(asked: Asked) -> Any:
        assert parse_qs(asked.body.decode())["grant_type"] == ["client_credentials"]
        given.append(f"token-{len(given)}")
        return {"access_token": given[-1], "token_type": "bearer", "expires_in": 7200}

    played.paths["/oauth/tokens"] = token
    answer = played.answer

    def expiring(asked: Asked) -> Answer:
        late = asked.path.endswith("ticket_events.json") and len(given) < 3
        refused = (401, {"error": "invalid_token"}, {})
        return refused if late else answer(asked)

    played.answer = expiring  # type: ignore[method-assign]
    run = office.run("desk")
    assert run.error is None
    assert played.asked[-1].headers["Authorization"] == f"Bearer {given[-1]}"
    assert len(given) == 4  # one for each list, and one for that refused


def test_without_comments_the_first_reply_is_that_of_the_ticket(office: Office, played: Played) -> None:
    office.connect("desk", play(played) + "[records.tickets]\n")
    told = {"reopens": 0, "solved_at": None, "reply_time_in_minutes": {"calendar": 20, "business": 15}}
    TICKETS.append(ticket(5, metric_set=told))
    try:
        assert office.run("desk").error is None
    finally:
        TICKETS.pop()
    assert office.value("first_response_time") == 20 * 60
