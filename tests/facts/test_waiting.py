"""Whose turn it is in a case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from oracle.small import NOON, ask, day

Event = tuple[int, str, str | None, bool | None]
ASKED: Event = (0, "opened", "customer", True)


def waiting(*events: Event, params: dict[str, Any] | None = None, **case: Any) -> float | None:
    """Whether one case waits at the end of March, from events at minutes after its opening."""
    rows = [
        {"case_id": "a", "at": NOON + timedelta(minutes=minute), "event": event, "author": author, "public": public}
        for minute, event, author, public in events
    ]
    tables = {"cases": [{"case_id": "a", "opened_at": NOON, **case}], **({"case_events": rows} if rows else {})}
    (row,) = ask("open_cases", tables=tables, since=day(1), until=day(1, 4), params=params)
    return row["value"]


@pytest.mark.parametrize(("events", "waits"), [
    ([], 1),
    ([(5, "replied", "agent", True)], 0),
    ([(5, "replied", "agent", None)], 0),
    ([(5, "replied", "agent", False)], 1),
    ([(5, "replied", None, True)], 1),
    ([(5, "assigned", "agent", None)], 1),
    ([(5, "waiting", "agent", None)], 0),
    ([(5, "replied", "agent", True), (9, "replied", "customer", True)], 1),
    ([(5, "waiting", "agent", True), (5, "replied", "customer", True)], 0),
    ([(5, "replied", "agent", True), (9, "resolved", "agent", True)], 0),
    ([(5, "resolved", "agent", True), (9, "reopened", "customer", True)], 1),
    ([(5, "resolved", "agent", True), (9, "reopened", "agent", True)], 0),
])  # fmt: skip
def test_the_customer_waits_until_somebody_answers(events: list[Event], waits: int) -> None:
    assert waiting(ASKED, *events) == waits


def test_a_bot_answers_unless_it_is_said_not_to() -> None:
    replied: Event = (1, "replied", "bot", True)
    assert waiting(ASKED, replied) == 0
    assert waiting(ASKED, replied, params={"bots_answer": "no"}) == 1


def test_the_case_s_own_columns_count_where_there_are_no_events() -> None:
    later = NOON + timedelta(hours=1)
    assert waiting() == 1
    assert waiting(first_replied_at=later) == 0
    assert waiting(resolved_at=later) == 0
    assert waiting((5, "replied", "customer", True), first_replied_at=NOON) == 1


def test_a_case_answered_in_the_minute_it_was_opened_never_waited() -> None:
    assert waiting(ASKED, (0, "replied", "agent", True)) is None


def test_notes_of_one_second_are_read_in_their_order() -> None:
    """An answer and a question of the same second, in either order, long ago or now."""
    for moment in (NOON, NOON.replace(year=1969)):
        for first, waits in (("agent", 1), ("customer", 0)):
            second = "customer" if first == "agent" else "agent"
            rows = [
                {"case_id": "a", "at": moment + timedelta(microseconds=i), "event": "replied", "author": who, "public": True}
                for i, who in enumerate((first, second), 1)
            ]
            tables = {"cases": [{"case_id": "a", "opened_at": moment}], "case_events": rows}
            (row,) = ask("open_cases", tables=tables, since=day(1), until=day(1, 4))
            assert (row["value"] or 0) == waits
