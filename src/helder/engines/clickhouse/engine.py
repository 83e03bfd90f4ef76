"""The engine: tables of a ClickHouse database, read with the latest row of each key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ibis.common.exceptions import IbisError

from helder.engines.base import NO_LIMITS, Capabilities, Limits, dates_of
from helder.engines.clickhouse import loading
from helder.engines.clickhouse.compiler import compiled, literal_of
from helder.engines.clickhouse.connections import Connections
from helder.engines.clickhouse.dates import Dates
from helder.engines.clickhouse.place import Place, place
from helder.engines.clickhouse.rollups import ClickHouseRollUps
from helder.engines.clickhouse.rows import as_asked, as_kept
from helder.engines.clickhouse.tables import grown, made, name, names
from helder.engines.compiled import once
from helder.engines.ledger import LEDGER, PROPERTIES
from helder.engines.remote import RemoteEngine, RemoteWriter
from helder.errors import NotSupported, StoreBusy, StoreError
from helder.model import TABLES, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_NO_MAP = "it cannot tell a map that is missing from one that is empty"
_REFUSED = {
    "CumeDist": "it has no such function",
    "First": "it skips missing values, and takes them in no order",
    "GroupConcat": "it puts texts together in no order",
    "Last": "it skips missing values, and takes them in no order",
    "MapContains": _NO_MAP,
    "MapKeys": _NO_MAP,
    "MapLength": _NO_MAP,
    "MapValues": _NO_MAP,
    "Mode": "it gives any of several values that are as frequent",
    "Round": "it rounds halves to the even number",
}

#: Set where the version has it. Otherwise shards are sent filters of inner queries in which a column can be taken for another of
#: its name, and a moment is its seconds since 1970: those of 1972 were then read as a date (ClickHouse 26.7).
_PUSHED = "allow_push_predicate_ast_for_distributed_subqueries"

#: The temporary table of the keys of rows that are looked up.
_KEYS = "_helder_keys"


@dataclass(frozen=True)
class Prepared:
    """SQL, the types of its columns, and how the dates that are left open stand in it."""

    sql: str
    schema: pa.Schema
    marks: tuple[str, ...] = ()


class ClickHouseEngine(RemoteEngine):
    """A database on a ClickHouse server, `clickhouse://user:password@host:port/database`, or a folder, `chdb:///folder`.

    Raises StoreError where it cannot be reached, or keeps another zone; StoreBusy where another process has the folder.
    """

    capabilities = Capabilities("ClickHouse", whole_loads=False, refused=_REFUSED)

    def __init__(self, url: str, zone_name: str | None, *, read_only: bool = False, limits: Limits = NO_LIMITS) -> None:
        where = place(url, make=not read_only)
        if not read_only:
            _make_database(where)
        self._connections = Connections(where, _settings(limits, where))
        try:
            self._dates = Dates(self._connections)
            self._added = f", {_PUSHED} = 0" if self._connections.knows(_PUSHED) else ""
            super().__init__(where.shown, zone_name, read_only=read_only, limits=limits)
            self.rollups = ClickHouseRollUps(self._connections, self.batches)
            if not read_only:
                self._settle()
        except BaseException:
            self._connections.close()
            raise

    def _settle(self) -> None:
        """Finish what a load that died left, unless somebody is writing."""
        with suppress(StoreBusy), loading.claimed(self._connections, patience=0):
            pass

    def _tables(self) -> set[str]:
        rows = self._connections.rows(
            "select table, groupArray(name) as columns from system.columns where database = currentDatabase() group by table"
        )
        there = {row["table"]: set(row["columns"]) for row in rows.to_pylist()}
        own = {**TABLES, **LEDGER}
        if PROPERTIES.name not in there and (others := sorted(own.keys() & there.keys())):
            raise StoreError(
                f"The database has a table {others[0]} that is not Helder's.", where=self.url, fix="Name a database of its own."
            )
        return {table for table, model in own.items() if model.stored.keys() <= there.get(table, set())}

    def _make(self, tables: Mapping[str, Table]) -> None:
        there = loading.tables(self._connections)
        if "Distributed" in there.values():
            raise StoreError(
                f"The cluster's tables lack {', '.join(tables)}, or columns of them.", where=self.url,
                fix="Run what `helder cluster-ddl` writes again.",
            )  # fmt: skip
        for table in sorted(tables.values(), key=lambda table: table is not PROPERTIES):  # it says whose the others are
            self._connections.command(grown(table) if table.name in there else made(table))

    def _send(self, rows: Mapping[Table, pa.Table]) -> None:
        if rows.keys() == {PROPERTIES}:
            self._connections.insert(name(PROPERTIES.name), rows[PROPERTIES])
            return
        for table, found in rows.items():
            self._dates.check(table.name, found)
        if rows:
            loading.send(self._connections, rows)

    @contextmanager
    def write(self) -> Iterator[RemoteWriter]:
        """A transaction that adds rows: nothing is sent before its end."""
        if self.read_only:
            raise StoreError("The store is open for reading only.", where=self.url)
        with loading.claimed(self._connections), super().write() as writer:
            yield writer

    def _all(self, table: Table) -> pa.Table:
        return as_kept(table, self._connections.rows(_selected(table)))

    def _kept(self, table: Table, keys: pa.Table) -> pa.Table:
        (there,) = self._connections.rows(f"select exists(select 1 from {name(table.name)}) as found")["found"].to_pylist()
        if not there:
            return as_kept(table, self._connections.rows(f"{_selected(table)} where false"))
        found = self._connections.rows_beside(
            _KEYS, keys, f"{_selected(table)} where ({names(table.key)}) global in (select {names(table.key)} from {name(_KEYS)})"
        )
        return as_kept(table, found)

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an unbound Ibis expression."""
        return self.fetch(self.prepare(expression))

    def prepare(self, expression: ir.Table, marks: Sequence[date | str] = ()) -> Prepared:
        """The SQL of an expression, in which the marks stand for dates."""
        sql = self._compiled(expression, pretty=False)
        return Prepared(sql, expression.schema().to_pyarrow(), tuple(literal_of(mark) for mark in dates_of(marks)))

    def fetch(self, prepared: Prepared, given: Sequence[date | str] = ()) -> pa.Table:
        """Rows of a prepared expression, with these dates for its marks."""
        sql = prepared.sql
        for mark, day in zip(prepared.marks, dates_of(given), strict=False):
            sql = sql.replace(mark, literal_of(day))
        if self.limits.seconds is not None:
            sql += f", max_execution_time = {self.limits.seconds}, timeout_overflow_mode = 'throw'"
        return as_asked(prepared.schema, self._connections.rows(sql))

    def sql(self, expression: ir.Table) -> str:
        """The SQL that `run` sends, laid out to be read."""
        return self._compiled(expression, pretty=True)

    def _compiled(self, expression: ir.Table, *, pretty: bool) -> str:
        self.capabilities.check(expression, self.url)
        try:
            return (compiled(expression, pretty=True) if pretty else _in_short(expression)) + self._added
        except IbisError as error:
            raise NotSupported(f"ClickHouse cannot do that exactly: {error}.", where=self.url) from error

    def lend(self, name: str, rows: pa.Table) -> ir.Table:
        """A table of ours, which each session is given as a temporary one when it first asks of it."""
        import ibis

        self._dates.check(name, rows)
        own = f"_helder_lent_{name}"
        kept = self._connections.lend(own, rows)
        return ibis.table(ibis.Schema.from_pyarrow(kept.schema), name=own)

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        counted = ", ".join(f"(select count() from {name(table)}) as {name(table)}" for table in TABLES)
        (row,) = self._connections.rows(f"select {counted} settings final = 1").to_pylist()
        return {str(table): int(count) for table, count in row.items()}

    def health(self) -> dict[str, str]:
        """The version, the database, its size, and what a question may use."""
        told = """
            select version() as version, currentDatabase() as database, getSetting('max_memory_usage') as memory,
                (select sum(bytes_on_disk) from system.parts where active and database = currentDatabase()) as size"""
        (row,) = self._connections.rows(told).to_pylist()
        memory = int(row["memory"])
        return {
            "engine": f"ClickHouse {row['version']}",
            "database": str(row["database"]),
            "size": f"{int(row['size'] or 0):,} bytes",
            "memory": f"at most {memory:,} bytes for a question" if memory else "as much as the server lets a question use",
        }

    def close(self) -> None:
        """Let go of the connections, and of the folder."""
        self._connections.close()


def _selected(table: Table) -> str:
    return f"select {names(table.stored)} from {name(table.name)} final"


def _make_database(where: Place) -> None:
    outside = Connections(replace(where, database=""), {})
    try:
        outside.command(f"create database if not exists {name(where.database)}")
    finally:
        outside.close()


def _settings(limits: Limits, where: Place) -> dict[str, Any]:
    """What a session may use; a server's own limits hold where nothing is said."""
    memory = limits.memory or (_half_the_machine() if where.own else None)
    if memory is None:
        return {}
    return {
        "max_memory_usage": memory,
        "max_bytes_before_external_group_by": memory // 2,
        "max_bytes_before_external_sort": memory // 2,
    }


def _half_the_machine() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


_in_short = once(compiled)
