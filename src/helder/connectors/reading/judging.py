"""Rows that name metrics are held against the catalogue, and against the rows there are, before any is added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import duckdb

from helder.connectors.reading.check import FAULTS, NUMBER
from helder.engines import quoting
from helder.goals.check import Faults, of_benchmarks, of_goals
from helder.metrics import Catalog
from helder.model import Table

Rows = Iterable[Mapping[str, Any]]
_JUDGES: dict[str, Callable[[Rows, Rows, Catalog], Faults]] = {"goals": of_goals, "benchmarks": of_benchmarks}
_ROWID = "_rowid"


def judged(table: Table) -> bool:
    """Whether rows of a table name metrics. Such tables are small: their rows are looked at one by one."""
    return table.name in _JUDGES


def judge(connection: duckdb.DuckDBPyConnection, table: Table, checked: str, catalog: Catalog) -> None:
    """Mark the faults of checked rows that were without fault so far."""
    relation = quoting.name(checked)
    rows = _rows(connection, f"select rowid as {_ROWID}, * from {relation} where {FAULTS} is null order by {NUMBER}")
    there = _rows(connection, f"select * from {quoting.name(table.name)}")
    told = f"list_append({FAULTS}, {{'column': ?, 'value': ?, 'reason': ?}})"
    for row, faults in zip(rows, _JUDGES[table.name](rows, there, catalog), strict=True):
        for fault in faults:
            said = [fault.column, fault.written, fault.reason, row[_ROWID]]
            connection.execute(f"update {relation} set {FAULTS} = {told} where rowid = ?", said)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = connection.sql(sql).to_arrow_table().to_pylist()
    return found
