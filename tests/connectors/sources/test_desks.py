"""LiveAgent and Chatwoot, page by page, into the metrics."""

from __future__ import annotations

from connectors.sources.desks import CW, NOON, cw_conversation, play_chatwoot, play_liveagent
from connectors.sources.office import Office
from connectors.sources.playing import Played


def test_liveagent(office: Office, played: Played) -> None:
    office.connect("desk", play_liveagent(played))
    run = office.run("desk")
    assert (run.error, run.rejected) == (None, 0)
    assert office.value("request_volume") == 2  # spam is no request
    assert office.value("first_response_time") == 40 * 60  # neither the system's own mail nor the note counts
    assert office.value("average_resolution_time") == 3 * 3600
    assert office.rows("select channel, status from cases order by case_id") == [("email", "resolved"), ("phone", "open")]
    assert not any("t3" in asked.path for asked in played.asked)
    assert {asked.headers["apikey"] for asked in played.asked} == {"la-key"}
    assert office.rows("select count(*) from customers") == [(0,)]


def test_liveagent_asks_for_what_changed_since(office: Office, played: Played) -> None:
    office.connect("desk", play_liveagent(played) + "[records.messages]\n[records.contacts]\n")
    assert office.run("desk").error is None
    assert office.rows("select name, email, language from customers") == [("Eva Vos", "eva@client.nl", "nl")]
    played.asked.clear()
    assert office.run("desk").error is None
    asked = next(one for one in played.asked if one.path.endswith("/tickets"))
    assert asked.query["_filters"] == '[["date_changed", "D>=", "2026-03-02 12:55:00"]]'
    assert not any(one.path.endswith("messages") for one in played.asked)


def test_chatwoot(office: Office, played: Played) -> None:
    office.connect("desk", play_chatwoot(played))
    run = office.run("desk")
    assert (run.error, run.rejected) == (None, 0)
    assert office.value("request_volume") == 3
    assert office.value("first_response_time") == (600 + 1200) / 2
    assert office.value("average_resolution_time") == 7200
    assert office.value("csat") == 0.5
    assert office.rows("select name, role from employees") == [("Ann", "agent")]


def test_chatwoot_is_read_until_what_it_gave_before(office: Office, played: Played) -> None:
    office.connect("desk", play_chatwoot(played) + "[records.conversations]\n")
    office.run("desk")
    CW.insert(0, cw_conversation(4, NOON + 9500, NOON + 9600))
    played.asked.clear()
    try:
        run = office.run("desk")
    finally:
        del CW[0]
    assert (run.error, run.read, run.changed) == (None, 1, 1)
    assert len(played.asked) == 2  # it reads as far as the page on which something older is
