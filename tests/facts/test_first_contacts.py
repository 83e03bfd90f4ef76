"""Which contacts are first ones, and when one was enough."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from oracle.loading import load
from oracle.small import NOON, ask, contacts

import helder
from helder.errors import UnknownName

Row = dict[str, Any]


def call(days: float, name: str | None = None, **more: Any) -> Row:
    """A call of one customer on one topic, answered, some days after the first."""
    usual = {"customer_id": "a", "topic": "bill", "outcome": "answered"}
    return {"contact_id": name or f"{days:g}", "offered_at": NOON + timedelta(days=days), **usual, **more}


def first(*calls: Row, params: dict[str, Any] | None = None, **tables: list[Row]) -> tuple[int | None, float | None]:
    """First contacts, and those of them that were enough."""
    (row,) = ask("first_contact_resolution", tables={"contacts": list(calls), **tables}, params=params)
    return row["n"], row["numerator"]


@pytest.mark.parametrize(("again", "found"), [
    (call(7), (1, 0)),
    (call(7.001), (2, 2)),
    (call(0, "later in the list"), (1, 0)),
    (call(3, channel="chat"), (1, 0)),
    (call(3, outcome="abandoned"), (1, 0)),
    (call(3, topic="delivery"), (2, 2)),
    (call(3, customer_id="b"), (2, 2)),
    (call(3, direction="outbound"), (1, 1)),
    (call(3, customer_id=None), (1, 1)),
    (call(-3, outcome="abandoned"), (1, 1)),
])  # fmt: skip
def test_what_follows_a_contact(again: Row, found: tuple[int, int]) -> None:
    assert first(call(0), again) == found


def test_another_window() -> None:
    assert first(call(0), call(3), params={"window": 2}) == (2, 2)
    assert first(call(0), call(3, direction="outbound"), params={"outbound": "count"}) == (1, 0)


def test_a_chain_of_contacts_has_one_first() -> None:
    assert first(call(0), call(6), call(12), call(30)) == (2, 1)


def test_contacts_of_one_case_are_of_one_matter() -> None:
    assert first(call(0, case_id="x"), call(3, case_id="x", topic="delivery")) == (1, 0)
    assert first(call(0, case_id="x"), call(3, case_id="x", customer_id=None)) == (1, 0)


def test_a_case_tells_what_its_contacts_do_not() -> None:
    case = {"case_id": "x", "opened_at": NOON, "customer_id": "a", "topic": "bill"}
    told = (call(0), call(3, case_id="x", customer_id=None, topic=None))
    assert first(*told, cases=[case]) == (1, 0)


@pytest.mark.parametrize(("days", "enough"), [(-1, 1), (0, 0), (7, 0), (8, 1)])
def test_a_case_reopened_within_the_window_was_not_solved(days: float, enough: int) -> None:
    events = [{"case_id": "x", "at": NOON + timedelta(days=days), "event": "reopened"}]
    case = {"case_id": "x", "opened_at": NOON, "reopened": 1}
    assert first(call(0, case_id="x"), cases=[case], case_events=events) == (1, enough)


def test_a_case_reopened_nobody_knows_when_was_not_solved() -> None:
    assert first(call(0, case_id="x"), cases=[{"case_id": "x", "opened_at": NOON, "reopened": 1}]) == (1, 0)


def test_every_row_left_out_has_its_reason() -> None:
    calls = [call(0), call(1), call(2, customer_id=None), call(3, topic=None), call(4, outcome="blocked"),
             call(5, direction="outbound")]  # fmt: skip
    with helder.connect() as workspace:
        load(workspace, {"contacts": calls})
        found = workspace.explain("first_contact_resolution")
    assert (found.read, found.counted) == (6, 1)
    assert sorted(found.left_out.values()) == [0, 1, 1, 1, 1, 1]


def test_a_slice_that_marks_do_not_have_is_refused() -> None:
    with pytest.raises(UnknownName, match="queue"):
        ask(
            "first_contact_resolution", tables={"contacts": contacts(("answered", 1.0))}, by=["queue"], params={"basis": "logged"}
        )


def test_it_is_provisional_until_the_window_has_closed() -> None:
    options = {"since": NOON.date(), "until": NOON.date() + timedelta(days=1), "params": {"window": 2}}
    for days, provisional in ((2, True), (3, False)):
        (row,) = ask("first_contact_resolution", tables={"contacts": [call(0), call(days, "b", topic="x")]}, **options)
        assert row["provisional"] is provisional
