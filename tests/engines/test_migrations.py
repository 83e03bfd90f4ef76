"""A store that an earlier Helder wrote is brought up to this one: rows stay, figures stay, what it lacked is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from oracle.elsewhere import ArrowEngine

import helder
from helder.connectors.reading import mending
from helder.engines.migrations import LAYOUT, MIGRATIONS
from helder.errors import StoreError
from helder.model import BATCH, TABLES

LAYOUTS = Path(__file__).parent / "layouts"
OLDER = sorted(path.name for path in LAYOUTS.iterdir() if path.is_dir() and path.name.isdigit())


@pytest.fixture(params=OLDER)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A store of an earlier layout, the figures it gave, and its rows by table."""
    folder = LAYOUTS / request.param
    with duckdb.connect(tmp_path / "cx.duckdb") as made:
        made.execute((folder / "store" / "schema.sql").read_text())
        files = {path.stem.replace("_helder_", "_helder."): path for path in (folder / "store").glob("*.parquet")}
        for name, file in files.items():
            made.execute(f"insert into {name} from '{file}'")
        names = [name for name in files if not name.startswith("_helder.")]
        rows = {name: made.sql(f"from {name} order by all").to_arrow_table() for name in names}
    return tmp_path / "cx.duckdb", json.loads((folder / "figures.json").read_text()), rows


def figures(workspace: Any, asked: list[list[str]]) -> list[list[str]]:
    metrics = list(dict.fromkeys(row[0] for row in asked))
    rows = workspace.show(*metrics, grain="month", since="2025-01-01", until="2026-01-01")
    return [[row.metric.name, str(row.start), repr(row.value), str(row.n)] for row in rows]


def test_there_is_a_store_of_every_layout_before() -> None:
    assert [step.since for step in MIGRATIONS] == OLDER
    assert [step.to for step in MIGRATIONS] == [*OLDER[1:], LAYOUT]


def test_rows_and_figures_stay(older: Any) -> None:
    path, told, rows = older
    with pytest.raises(StoreError, match="which lacks") as error:
        helder.connect(path, read_only=True)
    assert error.value.fix
    with helder.connect(path) as workspace:
        assert figures(workspace, told) == told
        for name, before in rows.items():
            columns = ", ".join(f'"{column}"' for column in before.column_names)
            assert workspace.engine.query(f"select {columns} from {name} order by all") == before
        assert workspace.engine.properties()["layout"] == LAYOUT
        for table in TABLES.values():
            assert set(workspace.engine.query(f"from {table.name} limit 0").column_names) == set(table.stored)


def test_loads_go_on_and_rejects_can_be_mended(older: Any, tmp_path: Path) -> None:
    path, _, _ = older
    with helder.connect(path) as workspace:
        numbers = workspace.engine.batches()
        faults = mending.listed(workspace.engine).to_pylist()
        assert [(row["table"], row["column"]) for row in faults] == [("customers", "signed_up_at"), ("answers", "score")]
        with workspace.engine.write() as writer:
            done = writer.append(TABLES["customers"], workspace.engine.query("from customers"), source="again")
        assert done.unchanged == workspace.engine.counts()["customers"]
        assert done.batch > max(numbers.values())


def test_a_step_that_fails_leaves_the_store_as_it_was(older: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _, _ = older
    monkeypatch.setattr("helder.engines.migrations.create_table", lambda table: "create table broken (")
    monkeypatch.setattr("helder.engines.ledger.ERASED_SCHEMA", "create table broken (")
    with pytest.raises(StoreError):
        helder.connect(path)
    monkeypatch.undo()
    with pytest.raises(StoreError, match="has layout"):
        helder.connect(path, read_only=True)


def test_a_store_of_a_later_helder_is_refused(tmp_path: Path) -> None:
    helder.connect(tmp_path / "cx.duckdb").close()
    with duckdb.connect(tmp_path / "cx.duckdb") as later:
        later.execute("update _helder.properties set value = '999' where name = 'layout'")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="layout 999") as error:
            helder.connect(tmp_path / "cx.duckdb", read_only=read_only)
        assert "later one" in str(error.value.fix)


def test_an_engine_elsewhere_is_given_the_tables_and_columns_it_lacks() -> None:
    engine = ArrowEngine("UTC")
    engine.drop("goals")
    engine.drop("orders", "channel")
    again = engine.opened_again()
    schema = ibis.schema(TABLES["orders"].stored).to_pyarrow()
    again.bring({TABLES["orders"]: pa.Table.from_pylist([{"order_id": "o", "channel": "web", BATCH: 1}], schema)}, {})
    (row,) = again.run(TABLES["orders"].expression).to_pylist()
    assert row["channel"] == "web"
    assert again.counts()["goals"] == 0
    engine.close()


def test_a_store_elsewhere_whose_making_was_broken_off_is_made() -> None:
    engine = ArrowEngine("UTC")
    engine.drop("goals")
    engine.forget()
    assert engine.opened_again().properties()["zone"] == "UTC"
    assert engine.opened_again().counts()["goals"] == 0
    engine.close()
