"""Engines other than DuckDB: rows are checked and set against those kept in a DuckDB in memory, and what is new is sent."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb

from helder.engines import ledger, quoting
from helder.engines.base import NO_LIMITS, Capabilities, Limits
from helder.engines.duckdb_parsed import Parsed
from helder.engines.duckdb_writer import DuckDBWriter, sql_type
from helder.engines.remote_copy import RemoteSnapshot
from helder.errors import StoreError
from helder.model import BATCH, TABLES, Kind, Table
from helder.model.goals import BENCHMARKS, GOALS
from helder.model.zones import zone

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from helder.engines.bars import Bars
    from helder.engines.erasing import Customers
    from helder.engines.kept import RollUps
    from helder.engines.retaining import Retaining

#: The layout of the tables; written into a store when it is made.
LAYOUT = "1"


class RemoteEngine(ABC):
    """An engine that keeps tables elsewhere. A subclass says how they are made, read and sent.

    Tables are those of the data model and those of the ledger (`helder.engines.ledger.LEDGER`), alike in that the row with
    the largest `_batch` of a key is the one that counts.
    """

    capabilities: Capabilities
    rollups: RollUps | None = None
    customers: Customers | None = None
    retaining: Retaining | None = None
    bars: Bars | None = None

    def __init__(self, url: str, zone_name: str | None, *, read_only: bool = False, limits: Limits = NO_LIMITS) -> None:
        self.url = url
        self.limits = limits
        self.read_only = read_only
        self._writing = threading.Lock()
        self.zone = self._open(zone_name)

    def _open(self, zone_name: str | None) -> str:
        """The store's zone; the tables are made where there are none. Raises StoreError where its zone or layout is another."""
        there, known = self._tables(), {**TABLES, **ledger.LEDGER}
        kept = self.properties() if ledger.PROPERTIES.name in there else {}
        if "layout" not in kept:  # there is no store yet, or its making was broken off
            if self.read_only:
                raise StoreError("There is no store yet.", where=self.url, fix="Load something first: helder load TABLE FILE.")
            zone(zone_name or "UTC")
            if lacking := {name: table for name, table in known.items() if name not in there}:
                self._make(lacking)
            self._send({ledger.PROPERTIES: _properties({"layout": LAYOUT, "zone": zone_name or "UTC"})})
            return zone_name or "UTC"
        if kept["layout"] != LAYOUT:
            raise StoreError(
                f"The store has layout {kept['layout']}, this Helder reads layout {LAYOUT}.",
                where=self.url,
                fix="Use the version of Helder that wrote it, or a later one.",
            )
        self._add_missing(there)
        if zone_name not in (None, kept["zone"]):
            raise StoreError(
                f"The store keeps local dates in {kept['zone']}, the settings say {zone_name}.",
                where=self.url,
                fix=f"Set the zone to {kept['zone']}, or load into a new store; any question may name its own --zone.",
            )
        return str(kept["zone"])

    def _add_missing(self, there: set[str]) -> None:
        """Add the tables and columns that this Helder knows and the store lacks. Raises StoreError where it may not."""
        known = {**TABLES, **ledger.LEDGER}
        tables = {name: table for name, table in known.items() if name not in there}
        lacking = {table: self._lacking(table) for name, table in known.items() if name in there}
        columns = {table: some for table, some in lacking.items() if some}
        if self.read_only and (tables or columns):
            raise StoreError(
                f"The store lacks {next(iter([*tables, *(table.name for table in columns)]))}, or columns of it.",
                where=self.url,
                fix="Start the server, or load something: that adds them, and changes nothing else.",
            )
        if tables:
            self._make(tables)
        for table, some in columns.items():
            self._widen(table, some)

    def _lacking(self, table: Table) -> dict[str, str]:
        """Columns of `Table.stored` that a table made by an earlier Helder lacks; a subclass that can tell says so."""
        return {}

    def _widen(self, table: Table, columns: Mapping[str, str]) -> None:
        """Add columns to a table, empty."""
        raise NotImplementedError

    @abstractmethod
    def _tables(self) -> set[str]:
        """Names of Helder's tables that are there."""

    @abstractmethod
    def _make(self, tables: Mapping[str, Table]) -> None:
        """Make tables, with the columns of `Table.stored`."""

    def _begin(self) -> None:  # noqa: B027 - most engines have nothing to note
        """Note how the store is before a transaction reads it, where an engine can tell that another has written since."""

    @abstractmethod
    def _send(self, rows: Mapping[Table, pa.Table]) -> None:
        """Add rows with all their stored columns, in this order; the last of a key wins. As whole as the engine can."""

    @abstractmethod
    def _all(self, table: Table) -> pa.Table:
        """The rows of a table, the latest of each key, with its stored columns."""

    @abstractmethod
    def _kept(self, table: Table, keys: pa.Table) -> pa.Table:
        """The rows of a table, the latest of each key, whose key is one of these, with its stored columns."""

    @abstractmethod
    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an unbound Ibis expression."""

    @abstractmethod
    def prepare(self, expression: ir.Table, marks: Sequence[date | str] = ()) -> Any:
        """The expression in the engine's own form; `marks` are dates left open in it."""

    @abstractmethod
    def fetch(self, prepared: Any, given: Sequence[date | str] = ()) -> pa.Table:
        """Rows of a prepared expression, with these dates for its marks."""

    @abstractmethod
    def sql(self, expression: ir.Table) -> str:
        """The SQL that `run` sends, laid out to be read."""

    @abstractmethod
    def lend(self, name: str, rows: pa.Table) -> ir.Table:
        """A table of ours, for expressions to speak of beside those kept."""

    @abstractmethod
    def counts(self) -> dict[str, int]:
        """Rows by table of the data model."""

    @abstractmethod
    def health(self) -> dict[str, str]:
        """What the engine says of itself."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what was opened."""

    def at_once(self) -> AbstractContextManager[None]:
        """Each query is of its own moment."""
        return nullcontext()

    def ledger(self, sql: str) -> pa.Table:
        """Rows of a statement in DuckDB's SQL over the tables of `_helder`."""
        with duckdb.connect() as scratch:
            self._copy_ledger(scratch)
            rows: pa.Table = scratch.sql(sql).to_arrow_table()
        return rows

    def properties(self) -> dict[str, str]:
        """What holds for the whole store, by name."""
        return {row["name"]: row["value"] for row in self._all(ledger.PROPERTIES).to_pylist() if row["value"] is not None}

    @contextmanager
    def snapshot(self) -> Iterator[RemoteSnapshot]:
        """The store, as it is whenever it is looked at."""
        yield RemoteSnapshot(self)

    def bring(self, rows: Mapping[Table, pa.Table], properties: Mapping[str, str | None]) -> None:
        """Keep rows as another store kept them."""
        if self.read_only:
            raise StoreError("The store is open for reading only.", where=self.url)
        with self._writing:
            self._begin()
            last = max((int(number or 0) for number in self._all(ledger.PROPERTIES)[BATCH].to_pylist()), default=0)
            self._send({**rows, ledger.PROPERTIES: _properties(properties, last + 1)} if properties else rows)

    def batches(self) -> dict[str, int]:
        """By table, the number of the last load that changed any of its rows."""
        found: dict[str, int] = {}
        for row in self._all(ledger.BATCHES).select(["batch", "table", "added", "changed"]).to_pylist():
            if row["added"] or row["changed"]:
                found[row["table"]] = max(found.get(row["table"], 0), row["batch"])
        return found

    def _copy_ledger(self, scratch: duckdb.DuckDBPyConnection) -> None:
        scratch.execute(ledger.SCHEMA)
        for name, table in ledger.LEDGER.items():
            scratch.register("_helder_kept", self._all(table))
            ledger.read_in(scratch, name, "_helder_kept")
            scratch.unregister("_helder_kept")

    @contextmanager
    def write(self) -> Iterator[RemoteWriter]:
        """A transaction that adds rows: nothing is sent before its end."""
        if self.read_only:
            raise StoreError("The store is open for reading only.", where=self.url)
        with self._writing, duckdb.connect() as scratch:
            self._begin()
            self._copy_ledger(scratch)
            noted = "(select batch from _helder.batches union all select batch from _helder.loads)"
            ((last,),) = scratch.execute(f"select coalesce(max(batch), 0) from {noted}").fetchall()
            first = int(last) + 1
            scratch.execute(ledger.NUMBERS.format(first=first))
            writer = RemoteWriter(scratch, self, first)
            yield writer
            self._send(writer.written())


class RemoteWriter(DuckDBWriter):
    """Rows to be sent, worked out in a DuckDB in memory: there, each table holds what is kept of the keys that are sent."""

    folds = False  # a row of the ledger that was sent stays

    def __init__(self, connection: duckdb.DuckDBPyConnection, engine: RemoteEngine, first: int) -> None:
        super().__init__(connection, engine.zone, Parsed(), keeper=engine.bars, where=engine.url)
        self._engine = engine
        self._first = first
        self._ledger = {name: connection.sql(ledger.read_out(name)).to_arrow_table() for name in ledger.LEDGER}
        for table in TABLES.values():
            columns = ", ".join(f"{quoting.name(name)} {sql_type(kind)}" for name, kind in table.stored.items())
            connection.execute(f"create table {quoting.name(table.name)} ({columns})")
        for table in (GOALS, BENCHMARKS):  # rows of these are checked against all that are there
            self._put(table, engine._all(table))

    def _put(self, table: Table, rows: pa.Table) -> None:
        """Kept rows beside those there; of a key that is there already, that one stays."""
        self.connection.register("_helder_kept", rows)
        same = " and ".join(f"new.{quoting.name(name)} = old.{quoting.name(name)}" for name in table.key)
        columns = quoting.names(table.stored)
        self.connection.execute(
            f"insert into {quoting.name(table.name)} ({columns}) select {columns} from _helder_kept as new "
            f"where not exists (from {quoting.name(table.name)} as old where {same})"
        )
        self.connection.unregister("_helder_kept")

    def _drop_equal(self, table: Table, stage: str, given: tuple[str, ...]) -> int:
        for column in (c.name for c in table.columns if c.kind is Kind.MAP and c.name in given):  # not all tell the two apart
            empty = f"cardinality({quoting.name(column)}) = 0"
            self.connection.execute(f"update {quoting.name(stage)} set {quoting.name(column)} = null where {empty}")
        keys = self.connection.sql(f"select {quoting.names(table.key)} from {quoting.name(stage)}").to_arrow_table()
        if keys.num_rows:
            self._put(table, self._engine._kept(table, keys))
        return super()._drop_equal(table, stage, given)

    def written(self) -> dict[Table, pa.Table]:
        """What this transaction added, by table: the rows of the data model, then those of the ledger."""
        found: dict[Table, pa.Table] = {}
        for table in TABLES.values():
            rows = self.connection.sql(
                f"select {quoting.names(table.stored)} from {quoting.name(table.name)} "
                f"where {quoting.name(BATCH)} >= {self._first}"
            ).to_arrow_table()
            if rows.num_rows:
                found[table] = rows
        for name, table in ledger.LEDGER.items():
            rows = self._noted(name, table)
            if rows.num_rows:
                found[table] = rows
        return found

    def _noted(self, name: str, table: Table) -> pa.Table:
        """Rows of the ledger that are new or other than they were; those gone are marked so."""
        self.connection.register("_helder_before", self._ledger[name])
        now = ledger.read_out(name)
        changed = f"({now}) except all (from _helder_before)"
        if table in (ledger.REJECTS, ledger.ERASED):
            keys = quoting.names(table.key)
            gone = f"({keys}) not in (select ({keys}) from ({now}))"
            changed += f" union all select * replace (true as gone) from _helder_before where {gone}"
        columns = quoting.names(column.name for column in table.columns)
        rows: pa.Table = self.connection.sql(
            f"select {columns}, {self._first} as {quoting.name(BATCH)} from ({changed})"
        ).to_arrow_table()
        self.connection.unregister("_helder_before")
        return rows


def _properties(values: Mapping[str, str | None], batch: int = 0) -> pa.Table:
    import pyarrow as pa

    numbers = pa.array([batch] * len(values), pa.int64())
    return pa.table({"name": list(values), "value": pa.array(values.values(), pa.string()), BATCH: numbers})
