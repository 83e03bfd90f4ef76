"""An engine elsewhere, small enough to be read: tables in Arrow, asked through DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from helder.engines import Capabilities, quoting
from helder.engines.duckdb_writer import sql_type
from helder.engines.remote import RemoteEngine
from helder.model import BATCH, TABLES, Table


class ArrowEngine(RemoteEngine):
    """Keeps every row it is sent, and shows the latest of each key."""

    capabilities = Capabilities("Arrow", whole_loads=False)

    def __init__(self, zone_name: str, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        self._connection = connection or duckdb.connect()
        super().__init__("arrow://", zone_name)

    def opened_again(self) -> ArrowEngine:
        """The same store, as a process that comes later opens it."""
        return ArrowEngine(self.zone, self._connection)

    def forget(self) -> None:
        """Be as a store whose making was broken off before its properties were kept."""
        self._connection.execute("truncate sent_helder_properties")

    def drop(self, table: str, column: str | None = None) -> None:
        """Be as a store that an earlier Helder made, without a table or a column."""
        self._connection.execute(f"drop view {table}")
        if column is None:
            self._connection.execute(f"drop table sent_{table}")
        else:
            self._connection.execute(f"alter table sent_{table} drop column {column}")
            self._view(TABLES[table])

    def _tables(self) -> set[str]:
        rows = self._connection.execute("select view_name from duckdb_views() where not internal").fetchall()
        return {str(row[0]) for row in rows}

    def _make(self, tables: Mapping[str, Table]) -> None:
        for name, table in tables.items():
            columns = ", ".join(f"{quoting.name(column)} {sql_type(kind)}" for column, kind in table.stored.items())
            self._connection.execute(f"create table sent_{name} ({columns})")
            self._view(table)

    def _view(self, table: Table) -> None:
        self._connection.execute(
            f"create or replace view {quoting.name(table.name)} as from sent_{table.name} "
            f"qualify row_number() over (partition by {quoting.names(table.key)} order by {BATCH} desc, rowid desc) = 1"
        )

    def _lacking(self, table: Table) -> dict[str, str]:
        there = self._connection.sql(f"from sent_{table.name} limit 0").columns
        return {name: kind for name, kind in table.stored.items() if name not in there}

    def _widen(self, table: Table, columns: Mapping[str, str]) -> None:
        for name, kind in columns.items():
            self._connection.execute(f"alter table sent_{table.name} add column {quoting.name(name)} {sql_type(kind)}")
        self._view(table)

    def _send(self, rows: Mapping[Table, pa.Table]) -> None:
        for table, some in rows.items():
            self._connection.register("offered", some)
            columns = quoting.names(name for name in table.stored if name in some.column_names)
            self._connection.execute(f"insert into sent_{table.name} ({columns}) select {columns} from offered")
            self._connection.unregister("offered")

    def _all(self, table: Table) -> pa.Table:
        return self._connection.sql(f"from {quoting.name(table.name)}").to_arrow_table()

    def _kept(self, table: Table, keys: pa.Table) -> pa.Table:
        self._connection.register("wanted", keys)
        names = quoting.names(table.key)
        return self._connection.sql(
            f"from {quoting.name(table.name)} where ({names}) in (select ({names}) from wanted)"
        ).to_arrow_table()

    def run(self, expression: ibis.Table) -> pa.Table:
        return self._connection.sql(self.sql(expression)).to_arrow_table()

    def prepare(self, expression: ibis.Table, marks: Sequence[date] = ()) -> Any:
        raise NotImplementedError

    def fetch(self, prepared: Any, dates: Sequence[date] = ()) -> pa.Table:
        raise NotImplementedError

    def sql(self, expression: ibis.Table) -> str:
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def lend(self, name: str, rows: pa.Table) -> ibis.Table:
        raise NotImplementedError

    def counts(self) -> dict[str, int]:
        return {name: self._all(table).num_rows for name, table in TABLES.items()}

    def health(self) -> dict[str, str]:
        return {"engine": "Arrow"}

    def close(self) -> None:
        self._connection.close()
