"""Questions that go by business calendars."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from oracle.loading import load
from oracle.small import ask

import helder
from helder.errors import HelderError

WEEK = {"mon-fri": "09:00-17:00"}
CALENDARS = {
    "phones": {"zone": "Europe/Amsterdam", "hours": {"mon-sun": "08:00-20:00"}, "channels": ["phone"]},
    "billing": {"zone": "Europe/Copenhagen", "hours": WEEK, "teams": ["billing"], "queues": ["bills"]},
    "plain": {"zone": "UTC", "hours": WEEK},
}
FRIDAY, MONDAY = datetime(2026, 3, 6, 15), datetime(2026, 3, 9, 9)
CASES: list[dict[str, Any]] = [
    {
        "case_id": str(i),
        "topic": str(i),
        "channel": channel,
        "team": team,
        "opened_at": FRIDAY,
        "first_replied_at": MONDAY,
        "resolved_at": MONDAY,
    }
    for i, (channel, team) in enumerate([("phone", None), ("phone", "billing"), ("web", "billing"), ("web", None)])
]
HOUR = 3600


def times(metric: str, calendar: str, **more: Any) -> list[float | None]:
    rows = ask(metric, tables={"cases": CASES}, calendars=CALENDARS, params={"calendar": calendar, **more}, by=["topic"])
    return [row["value"] and row["value"] / HOUR for row in rows]


@pytest.mark.parametrize("metric", ["first_response_time_median", "resolution_time_p90"])
def test_each_row_goes_by_its_team_s_calendar_before_its_channel_s(metric: str) -> None:
    """16 to 20 h on Friday, 12 h on each day of the weekend and 2 on Monday; or 16 to 17 h on Friday and 9 to 10 on Monday."""
    assert times(metric, "own") == [30.0, 2.0, 2.0]


def test_rows_without_a_calendar_are_told() -> None:
    with helder.connect(calendars=CALENDARS) as workspace:
        load(workspace, {"cases": CASES})
        told = workspace.explain("first_response_time", params={"calendar": "own"})
        assert told.left_out["no calendar is for its queue, team or channel"] == 1
        assert (told.read, told.counted) == (4, 3)
        assert [words.split(":")[0] for words in told.calendars] == ["phones", "billing", "plain"]
        assert workspace.explain("first_response_time").calendars == ()


def test_waiting_on_the_customer_is_taken_off_in_open_time() -> None:
    events = [{"case_id": "3", "at": datetime(2026, 3, 6, 16, 30), "event": "waiting"}]
    tables = {"cases": CASES[3:], "case_events": events}
    params = {"calendar": "plain", "resolution": "net"}
    (row,) = ask("average_resolution_time", tables=tables, calendars=CALENDARS, params=params)
    assert row["value"] == 1.5 * HOUR


def test_a_wait_is_counted_from_its_moments_and_not_from_its_length() -> None:
    rows = [
        {"contact_id": "a", "queue": "bills", "queued_at": datetime(2026, 3, 6, 7), "answered_at": datetime(2026, 3, 6, 8, 0, 5)},
        {"contact_id": "b", "queue": "bills", "offered_at": FRIDAY, "wait_seconds": 9.0},
        {"contact_id": "c", "queue": "other", "queued_at": FRIDAY, "answered_at": MONDAY},
    ]
    tables = {"contacts": [{**row, "outcome": "answered"} for row in rows]}
    (row,) = ask("average_speed_of_answer", tables=tables, calendars=CALENDARS, params={"calendar": "own"})
    assert (row["value"], row["n"]) == (5.0, 1)
    (row,) = ask("service_level", tables=tables, calendars=CALENDARS, params={"calendar": "own", "threshold": 4})
    assert (row["value"], row["n"]) == (0.0, 1)


@pytest.mark.parametrize(
    ("calendars", "name", "told"),
    [(CALENDARS, "billng", "Did you mean billing"), ({}, "own", "No calendar says"), ({}, "phones", "no calendar 'phones'")],
)
def test_a_calendar_there_is_not_is_refused(calendars: dict[str, Any], name: str, told: str) -> None:
    with pytest.raises(HelderError, match=told):
        ask("first_response_time", tables={"cases": CASES}, calendars=calendars, params={"calendar": name})


def test_calendars_of_the_home_folder(tmp_path: Path) -> None:
    (tmp_path / "calendars.toml").write_text('[desk]\nzone = "UTC"\nhours = { mon-fri = "09:00-17:00" }\n', encoding="utf-8")
    with helder.connect(home=tmp_path) as workspace:
        load(workspace, {"cases": CASES[:1]})
        (row,) = workspace.show("first_response_time", params={"calendar": "desk"})
    assert row.value == 2 * HOUR
