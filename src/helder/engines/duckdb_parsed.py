"""Statements of the embedded engine that are asked again and again: parsed once, and planned once each time they are asked."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

#: Statements that are kept.
_KEPT = 500
# A relation (`sql`) is planned twice, once to know its columns. Rows asked for without one are copied once more on the way, which
# is said at each of them, and costs next to nothing where they are few.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)


class Parsed:
    """The statements of one file."""

    def __init__(self) -> None:
        self._statements: dict[str, duckdb.Statement] = {}

    def rows(self, cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, Any]) -> pa.Table:
        """The rows of a statement, which are few."""
        rows = cursor.execute(self._parsed(cursor, sql), dict(params)).to_arrow_table()
        assert rows is not None  # None once they have been fetched before
        return rows

    def run(self, cursor: duckdb.DuckDBPyConnection, sql: str, given: Mapping[str, object] | None = None) -> int:
        """Run a statement that changes rows; how many."""
        told = cursor.execute(self._parsed(cursor, sql), dict(given or {})).fetchall()
        return int(told[0][0]) if told else 0

    def _parsed(self, cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
        known = self._statements.get(sql)
        if known is None:
            (known,) = cursor.extract_statements(sql)
            if len(self._statements) >= _KEPT:
                self._statements.clear()
            self._statements[sql] = known
        return known

    def forget(self) -> None:
        """Let go of all."""
        self._statements.clear()
