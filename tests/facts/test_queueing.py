"""Who waits in the queue: now, at the end of a day that is over, and a moment later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from helder.engines import open_engine
from helder.metrics import CATALOG
from helder.workspace import Workspace

METRICS = ("waiting_contacts", "longest_wait")


def ago(**some: float) -> datetime:
    return datetime.now(UTC).replace(tzinfo=None) - timedelta(**some)


def asked(*contacts: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The figures of today by metric, over some contacts, in a zone in which it is past noon."""
    import pyarrow as pa

    from helder.model import TABLES

    hour = datetime.now(UTC).hour
    zone = f"Etc/GMT{hour - 15:+d}" if abs(hour - 15) <= 12 else "UTC"
    with Workspace(open_engine("duckdb://", zone=zone), "EUR") as workspace:
        with workspace.engine.write() as writer:
            columns = dict.fromkeys(("contact_id", *(name for row in contacts for name in row)))
            rows = [{**columns, "contact_id": str(i), **row} for i, row in enumerate(contacts)]
            writer.append(TABLES["contacts"], pa.Table.from_pylist(rows), source="a test")
        local = datetime.now(UTC) - timedelta(hours=hour - 15)
        since = options.pop("since", local.date())
        answer = workspace.show(*METRICS, since=since, until=options.pop("until", since + timedelta(days=1)), **options)
        return {row.metric.name: row.value for row in answer}


def test_who_is_in_the_queue_waits_until_now() -> None:
    found = asked(
        {"queued_at": ago(minutes=2)}, {"queued_at": ago(minutes=9)}, {"queued_at": ago(minutes=40), "outcome": "blocked"}
    )
    assert found["waiting_contacts"] == 2
    assert found["longest_wait"] == pytest.approx(540, abs=30)


@pytest.mark.parametrize(
    "left",
    [
        {"answered_at": ago(minutes=1)},
        {"ended_at": ago(minutes=1)},
        {"outcome": "abandoned"},
        {"outcome": "abandoned", "wait_seconds": 30.0},
        {"outcome": "callback", "ended_at": ago(minutes=4)},
    ],
)
def test_who_left_it_waits_no_more(left: dict[str, Any]) -> None:
    assert asked({"queued_at": ago(minutes=5), **left}) == {"waiting_contacts": 0, "longest_wait": None}


def test_one_that_never_entered_it_does_not_wait() -> None:
    assert asked({"offered_at": ago(minutes=5)})["waiting_contacts"] is None


def test_one_of_yesterday_of_whose_end_nobody_tells_waits_no_more() -> None:
    found = asked({"queued_at": ago(hours=20)}, {"queued_at": ago(minutes=5)})
    assert found["waiting_contacts"] == 1


def test_a_period_that_goes_on_beyond_today_is_asked_as_of_now() -> None:
    days = {"since": datetime.now(UTC).date() - timedelta(days=3), "until": datetime.now(UTC).date() + timedelta(days=30)}
    assert asked({"queued_at": ago(minutes=5)}, **days)["waiting_contacts"] == 1


def test_they_are_kept_in_no_roll_up() -> None:
    from helder.query.rollups.defining import _wanted

    kept = {wanted.metric for wanted in _wanted(CATALOG, ("channel",)).values()}
    assert not kept & set(METRICS)
    assert "service_level" in kept
