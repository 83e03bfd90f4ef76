"""Appending to a DuckDB store: the latest row of a key wins, and nothing is written twice."""

from __future__ import annotations

from typing import Any

import pytest
from oracle.loading import stored
from oracle.small import NOON

import helder
from helder.engines.base import Appended
from helder.model import TABLES
from helder.workspace import Workspace

CUSTOMERS, EVENTS = TABLES["customers"], TABLES["case_events"]


@pytest.fixture
def workspace() -> Any:
    with helder.connect() as made:
        yield made


def append(workspace: Workspace, *rows: dict[str, Any]) -> Appended:
    with workspace.engine.write() as writer:
        return writer.append(CUSTOMERS, stored(CUSTOMERS, list(rows)), source="test")


def kept(workspace: Workspace) -> dict[str, str | None]:
    rows = workspace.engine.query("select customer_id, country from customers").to_pylist()
    found = {row["customer_id"]: row["country"] for row in rows}
    assert len(found) == len(rows), "a key stands twice"
    return found


def counts(done: Appended) -> tuple[int, ...]:
    return (done.added, done.changed, done.unchanged, done.superseded)


def test_new_changed_and_unchanged_rows_are_told_apart(workspace: Workspace) -> None:
    append(workspace, {"customer_id": "a", "country": "NL"}, {"customer_id": "b", "country": None})
    done = append(
        workspace,
        {"customer_id": "a", "country": "DK"},
        {"customer_id": "b", "country": None},
        {"customer_id": "c", "country": "GB"},
    )
    assert counts(done) == (1, 1, 1, 0)
    assert kept(workspace) == {"a": "DK", "b": None, "c": "GB"}


def test_of_one_append_the_last_of_a_key_wins(workspace: Workspace) -> None:
    done = append(workspace, *({"customer_id": "a", "country": c} for c in ("NL", "DK", "GB")))
    assert counts(done) == (1, 0, 0, 2)
    assert kept(workspace) == {"a": "GB"}


def test_a_value_taken_back_is_missing_again(workspace: Workspace) -> None:
    append(workspace, {"customer_id": "a", "country": "NL"})
    assert counts(append(workspace, {"customer_id": "a", "country": None})) == (0, 1, 0, 0)
    assert kept(workspace) == {"a": None}


def test_loading_twice_changes_nothing(workspace: Workspace) -> None:
    rows = [{"customer_id": str(i), "country": None if i % 3 else "NL", "signed_up_at": NOON} for i in range(100)]
    append(workspace, *rows)
    before = workspace.engine.query("select * from customers order by customer_id")
    assert counts(append(workspace, *rows)) == (0, 0, 100, 0)
    assert workspace.engine.query("select * from customers order by customer_id") == before


def test_the_local_date_is_that_of_the_store_s_zone() -> None:
    with helder.connect(zone="Asia/Tokyo") as there:
        append(there, {"customer_id": "a", "signed_up_at": NOON.replace(hour=20)})
        (day,) = there.engine.query("select signed_up_at_day from customers")["signed_up_at_day"].to_pylist()
    assert day == NOON.replace(day=3).date()


def test_every_append_is_on_record(workspace: Workspace) -> None:
    first, second = append(workspace, {"customer_id": "a"}), append(workspace, {"customer_id": "a"}, {"customer_id": "b"})
    record = workspace.engine.query(
        'select batch, "table", source, added, unchanged from _helder.batches order by batch'
    ).to_pylist()
    assert second.batch > first.batch
    assert [(r["batch"], r["added"], r["unchanged"]) for r in record] == [(first.batch, 1, 0), (second.batch, 1, 1)]


def test_a_key_of_several_columns_is_one_key(workspace: Workspace) -> None:
    rows = [{"case_id": "a", "at": NOON, "event": event, "author": "agent"} for event in ("opened", "resolved", "opened")]
    with workspace.engine.write() as writer:
        done = writer.append(EVENTS, stored(EVENTS, rows), source="test")
    assert counts(done) == (2, 0, 0, 1)
