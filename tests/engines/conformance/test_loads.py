"""What a load does, on every engine: the latest row of a key wins, nothing counts twice, what cannot be is on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from engines.conformance.conftest import Store
from oracle.loading import stored
from oracle.small import NOON

from helder.connectors.reading import mending
from helder.connectors.reading.load import load as load_file
from helder.engines import Appended
from helder.model import TABLES
from helder.workspace import Workspace

CUSTOMERS, EVENTS = TABLES["customers"], TABLES["case_events"]


def append(workspace: Workspace, *rows: dict[str, Any]) -> tuple[int, ...]:
    """Rows added, changed, unchanged and superseded."""
    with workspace.engine.write() as writer:
        return counts(writer.append(CUSTOMERS, stored(CUSTOMERS, list(rows)), source="test"))


def counts(done: Appended) -> tuple[int, ...]:
    return (done.added, done.changed, done.unchanged, done.superseded)


def kept(workspace: Workspace, *columns: str) -> list[tuple[Any, ...]]:
    """The customers, by their key."""
    rows = workspace.engine.run(CUSTOMERS.expression.select("customer_id", *columns).order_by("customer_id"))
    return [tuple(row.values()) for row in rows.to_pylist()]


def test_new_changed_unchanged_and_superseded_rows_are_told_apart(store: Store) -> None:
    workspace = store({})
    assert append(workspace, {"customer_id": "a", "country": "NL"}, {"customer_id": "b", "country": None}) == (2, 0, 0, 0)
    rows = [{"customer_id": "a", "country": country} for country in ("DK", "GB")]
    assert append(workspace, *rows, {"customer_id": "b", "country": None}, {"customer_id": "c"}) == (1, 1, 1, 1)
    assert kept(workspace, "country") == [("a", "GB"), ("b", None), ("c", None)]
    assert append(workspace, {"customer_id": "a", "country": None}) == (0, 1, 0, 0)
    assert kept(workspace, "country") == [("a", None), ("b", None), ("c", None)]
    assert workspace.engine.counts()["customers"] == 3
    assert workspace.engine.batches() == {"customers": 3}


def test_values_of_every_kind_come_back_as_they_were_and_loading_twice_changes_nothing(store: Store, engine: str) -> None:
    """Dates far off, microseconds, texts with every sign, maps with and without values."""
    early, late = date(1899, 12, 31), date(2300, 1, 1)
    if engine == "cluster":  # of a version that has no others
        early, late = date(1901, 1, 1), date(2298, 12, 31)
    signs = 'it\'s \\ "quoted" \t\n\0 ø Ĳ 🙂'
    rows = [
        {"customer_id": "1", "signed_up_at": NOON.replace(microsecond=1), "born_on": early, "name": signs},
        {"customer_id": "2", "signed_up_at": NOON.replace(year=1950), "born_on": date(2024, 2, 29), "attributes": {"plan": "ø"}},
        {"customer_id": "3", "born_on": late, "name": "", "attributes": {"": "", "plan": None, "a'b": "\\"}},
        {"customer_id": "4"},
    ]
    given = [{**row, "attributes": list(row["attributes"].items()) if "attributes" in row else None} for row in rows]
    workspace = store({"customers": given}, "Europe/Amsterdam")
    columns = ("signed_up_at", "born_on", "name", "attributes")
    assert kept(workspace, *columns) == [(row["customer_id"], *(row.get(c) for c in columns)) for row in given]
    assert append(workspace, *given) == (0, 0, 4, 0)
    plans = kept(workspace, "attributes")
    assert [dict(found or ()).get("plan") for _, found in plans] == [None, "ø", None, None]


def test_an_empty_map_is_one_that_is_missing_or_stays_empty(store: Store) -> None:
    workspace = store({"customers": [{"customer_id": "a", "attributes": []}]})
    assert append(workspace, {"customer_id": "a", "attributes": []}) == (0, 0, 1, 0)


def test_a_key_of_several_columns_is_one_key(store: Store) -> None:
    workspace = store({})
    rows = [{"case_id": "a", "at": NOON, "event": event, "author": "agent"} for event in ("opened", "resolved", "opened")]
    for expected in ((2, 0, 0, 1), (0, 0, 2, 1)):
        with workspace.engine.write() as writer:
            assert counts(writer.append(EVENTS, stored(EVENTS, rows), source="test")) == expected
    assert workspace.engine.counts()["case_events"] == 2


def test_what_is_not_written_to_its_end_is_not_there(store: Store) -> None:
    workspace = store({"customers": [{"customer_id": "a"}]})
    try:
        with workspace.engine.write() as writer:
            writer.append(CUSTOMERS, stored(CUSTOMERS, [{"customer_id": "b"}]), source="test")
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert kept(workspace) == [("a",)]
    assert workspace.engine.ledger("select batch from _helder.batches").num_rows == 1


def test_rejects_are_kept_and_mended(store: Store, tmp_path: Path) -> None:
    workspace = store({})
    file = tmp_path / "customers.csv"
    file.write_text("customer_id,signed_up_at\na,2026-01-01\nb,nonsense\n")
    assert load_file(workspace.engine, file, table=CUSTOMERS).rejected == 1
    (row,) = mending.listed(workspace.engine).to_pylist()
    assert "signed_up_at" in str(row)
    file.write_text("customer_id,signed_up_at\na,2026-01-01\nb,2026-01-02\n")
    assert load_file(workspace.engine, file, table=CUSTOMERS).rejected == 0
    assert kept(workspace) == [("a",), ("b",)]
