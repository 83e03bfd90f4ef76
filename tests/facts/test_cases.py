"""Which events of a case count for its times."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from oracle.small import NOON, ask

Event = tuple[int, str, str | None, bool | None]


def times(metric: str, *events: Event, params: dict[str, Any] | None = None, **case: Any) -> list[float | None]:
    """The value of a metric of one case, from events at hours after its opening."""
    rows = [
        {"case_id": "a", "at": NOON + timedelta(hours=hour), "event": event, "author": author, "public": public}
        for hour, event, author, public in events
    ]
    tables = {"cases": [{"case_id": "a", "opened_at": NOON, **case}], "case_events": rows}
    return [r["value"] and r["value"] / 3600 for r in ask(metric, tables=tables, params=params)]


def test_bots_notes_and_customers_do_not_reply() -> None:
    events: list[Event] = [(1, "replied", "bot", True), (2, "replied", "agent", False), (3, "replied", "customer", True)]
    assert times("first_response_time", *events) == [None]
    assert times("first_response_time", *events, (4, "replied", "agent", True)) == [4.0]


def test_a_case_an_agent_opened_counts_from_the_customer_s_first_message() -> None:
    events: list[Event] = [(1, "replied", "agent", True), (2, "replied", "customer", True), (5, "replied", "agent", True)]
    assert times("first_response_time", *events, opened_by="agent") == [3.0]


def test_the_case_s_own_reply_counts_where_no_event_records_one() -> None:
    assert times("first_response_time", (1, "assigned", "agent", True), first_replied_at=NOON + timedelta(hours=2)) == [2.0]


def test_a_reply_not_said_to_be_internal_is_public() -> None:
    assert times("first_response_time", (1, "replied", "agent", None), first_replied_at=NOON + timedelta(hours=2)) == [1.0]


def test_the_case_s_own_reply_counts_where_no_event_says_who_replied() -> None:
    case = {"first_replied_at": NOON + timedelta(hours=2)}
    assert times("first_response_time", (1, "replied", None, True), **case) == [2.0]
    assert times("first_response_time", (1, "replied", None, True), (3, "replied", "agent", True), **case) == [3.0]
    assert times("first_response_time", (1, "replied", "bot", True), **case) == [None]


def test_a_reply_before_the_customer_said_anything_is_none() -> None:
    case = {"opened_by": "agent", "first_replied_at": NOON + timedelta(hours=1)}
    assert times("first_response_time", (2, "waiting", "customer", True), **case) == [None]


def test_first_and_last_resolution() -> None:
    events: list[Event] = [(1, "resolved", None, None), (2, "reopened", None, None), (4, "resolved", None, None)]
    assert times("average_resolution_time", *events) == [4.0]
    assert times("average_resolution_time", *events, params={"resolution": "first"}) == [1.0]


def test_a_case_reopened_since_is_not_resolved() -> None:
    assert times("average_resolution_time", (1, "resolved", None, None), (1, "reopened", None, None)) == [None]


def test_waiting_on_the_customer_is_taken_off_up_to_the_resolution() -> None:
    waited: list[Event] = [(1, "waiting", None, None), (3, "replied", "customer", True), (4, "resolved", None, None)]
    after: list[Event] = [(5, "waiting", None, None), (90, "closed", None, None)]
    assert times("average_resolution_time", *waited, *after, params={"resolution": "net"}) == [2.0]
