"""A store with something in every corner: a simulated company, loads with rejects, rows that changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

import helder
from helder import demo
from helder.connectors.reading.load import load
from helder.demo import filling
from helder.engines import DuckDBEngine, Engine, open_engine
from helder.model import TABLES
from helder.settings import Settings
from helder.settings import load as settings_of
from helder.workspace import Workspace

ZONE = "Europe/Amsterdam"
#: What any two stores with the same rows give the same figures of.
METRICS = ("nps", "csat", "orders", "average_order_value", "contact_volume", "first_contact_resolution")


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store's file; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("moved")
    (folder / "first.csv").write_text("customer_id,country,signed_up_at\nø-1,NL,2026-01-01\nb,DK,nonsense\n")
    (folder / "second.csv").write_text("customer_id,country,signed_up_at\nø-1,BE,2026-01-01T23:30:00.123456Z\nc,,1955-05-05\n")
    with helder.connect(folder / "cx.duckdb", zone=ZONE) as workspace:
        filling.fill(workspace.engine, demo.build(200, seed=7, until=datetime(2026, 3, 18, 11, 30), zone=ZONE))
        for name in ("first.csv", "second.csv"):
            load(workspace.engine, folder / name, table=TABLES["customers"])
    return folder / "cx.duckdb"


class Contents:
    """What a store is judged by."""

    def figures(self, workspace: Workspace) -> list[dict[str, object]]:
        """Answers that must be the same wherever the rows are."""
        return workspace.show(*METRICS, grain="quarter", since="2025-01-01", until="2026-04-01").to_records()

    def dumped(self, engine: DuckDBEngine) -> dict[str, list[object]]:
        """Every row of a store in DuckDB, its ledger included, in one order."""
        sql = (
            "select table_schema, table_name from information_schema.tables "
            "where table_schema in ('main', '_helder') and table_type = 'BASE TABLE'"
        )
        names = [f'"{row["table_schema"]}"."{row["table_name"]}"' for row in engine.query(sql).to_pylist()]
        return {name: engine.query(f"from {name} order by all").to_pylist() for name in sorted(names)}


@pytest.fixture(scope="session")
def contents() -> Contents:
    """What a store is judged by."""
    return Contents()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home folder with definitions, accounts and a secret."""
    home = tmp_path / "home"
    (home / "metrics").mkdir(parents=True)
    (home / "helder.toml").write_text('currency = "DKK"\n')
    (home / "metrics" / "own.toml").write_text("# nothing yet\n")
    (home / "metrics" / "kept").mkdir()
    (home / "metrics" / "kept" / "own@1.json").write_text("{}\n")
    (home / "secret-key").write_text("k" * 40)
    with closing(sqlite3.connect(home / "helder.sqlite3")) as accounts:
        accounts.execute("pragma journal_mode = wal")
        accounts.execute("create table person (name text)")
        accounts.execute("insert into person values ('Anna')")
        accounts.commit()
    return settings_of(home, environment={})


@pytest.fixture
def origin(path: Path) -> Iterator[Engine]:
    """The store, open for reading."""
    engine = open_engine(f"duckdb:///{path}", read_only=True)
    yield engine
    engine.close()
