"""Which invitations are opened and answered in time, and until when that can change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from oracle.small import NOON, ask, day

import helder


def sent(*answered_after: timedelta | None, **more: Any) -> dict[str, Any]:
    rows = [
        {
            "invitation_id": str(i), "sent_at": NOON, "delivered_at": NOON,
            "answered_at": None if after is None else NOON + after, **more,
        }
        for i, after in enumerate(answered_after)
    ]  # fmt: skip
    return {"invitations": rows}


@pytest.mark.parametrize(("after", "answered"), [(timedelta(days=14), 1), (timedelta(days=14, microseconds=1), 0)])
def test_an_answer_counts_up_to_the_end_of_the_window(after: timedelta, answered: int) -> None:
    (row,) = ask("response_rate", tables=sent(after, None))
    assert (row["numerator"], row["n"]) == (answered, 2)


def test_what_is_not_known_to_have_arrived_is_counted_where_that_is_asked_for() -> None:
    tables = sent(timedelta(days=1), None, delivered_at=None)
    assert [r["n"] for r in ask("response_rate", tables=tables)] == [0]
    (row,) = ask("response_rate", tables=tables, params={"invited": "sent"})
    assert (row["value"], row["n"]) == (0.5, 2)
    tables = sent(None, delivered_at=None, failure="mailbox full")
    assert [r["n"] for r in ask("response_rate", tables=tables, params={"invited": "sent"})] == [0]


def test_who_answers_has_opened() -> None:
    (row,) = ask("open_rate", tables=sent(timedelta(days=1), None, opened_at=None))
    assert row["value"] == 0.5


@pytest.mark.parametrize("metric", ["response_rate", "open_rate"])
@pytest.mark.parametrize(("days", "params", "provisional"), [
    (10, {}, True), (15, {}, False), (10, {"window": 3}, False), (15, {"window": 30}, True),
])  # fmt: skip
def test_a_period_is_provisional_until_its_window_closes(metric: str, days: int, params: Any, provisional: bool) -> None:
    tables = sent(timedelta(days=1))
    tables["invitations"].append({"invitation_id": "last", "sent_at": NOON + timedelta(days=days)})
    (row,) = ask(metric, tables=tables, params=params, since=day(2), until=day(3))
    assert row["provisional"] is provisional
    assert helder.CATALOG[metric].matures_after(params) == params.get("window", 14) * 86_400
