"""Who waited at the end of months that are over is told by roll-ups, which follow; who waits now never is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from oracle.clocks import afternoon

import helder
from helder.metrics import CATALOG
from helder.model import TABLES
from helder.query.rollups import answered
from helder.workspace import Workspace

METRICS = ("waiting_contacts", "longest_wait")
#: A Saturday in a January that is over.
LAST = datetime(2026, 1, 31)
CONTACTS: tuple[dict[str, Any], ...] = (
    {"contact_id": "over midnight", "queued_at": LAST.replace(hour=23), "answered_at": LAST + timedelta(days=1, minutes=5)},
    {"contact_id": "not over yet", "queued_at": LAST.replace(hour=23), "outcome": None},
    {"contact_id": "answered", "queued_at": LAST.replace(hour=12), "wait_seconds": 30.0, "outcome": "answered"},
    {"contact_id": "the day before", "queued_at": LAST - timedelta(days=1), "outcome": None},
    {"contact_id": "in February", "queued_at": LAST + timedelta(days=1), "outcome": None},
    {"contact_id": "at its end", "queued_at": LAST + timedelta(days=28), "wait_seconds": 9 * 3600.0, "outcome": "abandoned"},
)  # fmt: skip
MONTHS: dict[str, Any] = {"grain": "month", "since": date(2026, 1, 1), "until": date(2026, 4, 1)}


def put(workspace: Workspace, rows: Iterable[dict[str, Any]]) -> None:
    columns = ("contact_id", "queued_at", "answered_at", "wait_seconds", "outcome", "channel")
    with workspace.engine.write() as writer:
        table = pa.Table.from_pylist([{"channel": "phone", **row} for row in rows], _schema(columns))
        writer.append(TABLES["contacts"], table, source="a test")


def _schema(columns: Iterable[str]) -> pa.Schema:
    kinds = {"queued_at": pa.timestamp("us"), "answered_at": pa.timestamp("us"), "wait_seconds": pa.float64()}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in columns])


def told(workspace: Workspace, **question: Any) -> list[tuple[Any, ...]]:
    return [(row.metric.name, row.start, row.by, row.value, row.n) for row in workspace.show(*METRICS, **question)]


def from_roll_ups(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, **question: Any) -> set[str]:
    """The facts of the measures that roll-ups told of a question."""
    found: set[str] = set()

    def noted(*given: Any) -> Any:
        chosen = answered(*given)
        found.update(measure.fact.name for group in chosen.values() for measure in group)
        return chosen

    monkeypatch.setattr("helder.query.store.answered", noted)
    workspace.show(*METRICS, **question)
    return found


@pytest.mark.parametrize("by", [(), ("channel",)])
def test_months_that_are_over(by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    with helder.connect(zone="UTC") as plain, helder.connect(zone="UTC") as rolled:
        for workspace in (plain, rolled):
            put(workspace, CONTACTS)
        list(rolled.rollups.add(by))
        assert told(rolled, by=by, **MONTHS) == told(plain, by=by, **MONTHS)
        january = next(row for row in plain.show("waiting_contacts", by=by, **MONTHS) if row.start == date(2026, 1, 1))
        assert january.value == 2
        assert from_roll_ups(rolled, monkeypatch, by=by, **MONTHS) == {"queued"}
        for workspace in (plain, rolled):
            put(workspace, [{**CONTACTS[1], "outcome": "answered", "wait_seconds": 60.0}])
        list(rolled.rollups.renew(only_stale=True))
        assert told(rolled, by=by, **MONTHS) == told(plain, by=by, **MONTHS)
        january = next(row for row in rolled.show("waiting_contacts", by=by, **MONTHS) if row.start == date(2026, 1, 1))
        assert january.value == 1


def test_how_many_waited_follows_each_load(monkeypatch: pytest.MonkeyPatch) -> None:
    with helder.connect(zone="UTC") as rolled:
        put(rolled, CONTACTS)
        list(rolled.rollups.add(()))
        put(rolled, [{"contact_id": "one more", "queued_at": LAST.replace(hour=22), "outcome": None}])
        found = from_roll_ups(rolled, monkeypatch, **MONTHS)
        assert found == {"queued"}
        january = next(row for row in rolled.show("waiting_contacts", **MONTHS) if row.start == date(2026, 1, 1))
        assert january.value == 3


def test_a_month_under_way_is_asked_as_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    zone, ahead = afternoon(now)
    today = (now + ahead).date()
    with helder.connect(zone=zone) as rolled:
        put(rolled, [*CONTACTS, {"contact_id": "now", "queued_at": now - timedelta(minutes=5), "outcome": None}])
        list(rolled.rollups.add(()))
        question = {"grain": "month", "since": today.replace(day=1), "until": today + timedelta(days=1)}
        assert from_roll_ups(rolled, monkeypatch, **question) == set()
        (waiting,) = rolled.show("waiting_contacts", **question)
        (longest,) = rolled.show("longest_wait", **question)
        assert waiting.value == 1
        assert longest.value == pytest.approx(300, abs=30)


def test_every_metric_of_the_queue_is_among_them() -> None:
    assert {m.name for m in CATALOG.values() if any(one.fact.up_to_now for one in m.measured({}).measures)} == set(METRICS)
