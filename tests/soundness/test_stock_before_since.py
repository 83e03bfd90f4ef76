"""A backlog rests on all that happened before, however short the period asked for."""

from datetime import datetime

from oracle.small import ask, day

CASES = [
    {"case_id": "old", "opened_at": datetime(2025, 12, 1)},
    {"case_id": "done", "opened_at": datetime(2025, 12, 1), "resolved_at": datetime(2026, 1, 5)},
    {"case_id": "new", "opened_at": datetime(2026, 3, 10)},
]


def test_what_was_opened_before_since_counts() -> None:
    rows = ask("ticket_backlog", tables={"cases": CASES}, grain="month", since=day(1, 2), until=day(1, 4))
    assert [r["value"] for r in rows] == [1.0, 2.0]


def test_a_period_gives_what_the_whole_of_time_gives_for_it() -> None:
    whole = {r["start"]: r["value"] for r in ask("ticket_backlog", tables={"cases": CASES}, grain="month", until=day(1, 5))}
    part = {
        r["start"]: r["value"]
        for r in ask("ticket_backlog", tables={"cases": CASES}, grain="month", since=day(1, 3), until=day(1, 5))
    }
    assert whole.items() >= part.items()
    assert whole[datetime(2025, 12, 1).date()] == 2.0


def test_a_reopened_case_is_back() -> None:
    events = [
        {"case_id": "done", "at": datetime(2026, 1, 5), "event": "resolved"},
        {"case_id": "done", "at": datetime(2026, 2, 3), "event": "reopened"},
    ]
    rows = ask("ticket_backlog", tables={"cases": CASES, "case_events": events}, grain="month", since=day(1, 1), until=day(1, 3))
    assert [r["value"] for r in rows] == [1.0, 2.0]


def test_a_backlog_worked_off_is_nought() -> None:
    """Here nought is known: there were cases, and they are done."""
    (row,) = ask("ticket_backlog", tables={"cases": CASES[1:2]}, since=day(1, 3), until=day(1, 4))
    assert row["value"] == 0.0
