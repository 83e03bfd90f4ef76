"""The embedded engine: one DuckDB file, owned by one process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from helder.engines.base import Appended
from helder.errors import NotSupported, StoreBusy, StoreError
from helder.model import BATCH, TABLES, Table
from helder.model.zones import local_day, zone

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

LAYOUT = "1"
_STAGE = "_helder_stage"
_SYSTEM = """
create schema helder;
create table helder.properties (name varchar, value varchar);
create table helder.batches (batch bigint, "table" varchar, source varchar, loaded_at timestamp, added bigint,
    changed bigint, unchanged bigint, superseded bigint);
create table helder.rejects (batch bigint, "table" varchar, source varchar, mapping varchar, row_number bigint,
    "column" varchar, "value" varchar, reason varchar, record varchar, rejected_at timestamp, mended_in bigint);
create sequence helder.batch_numbers;
"""


class DuckDBEngine:
    """A DuckDB file, or a store in memory where path is None.

    zone: the workspace's zone, whose local dates are stored; kept by the store, and refused where it differs.
    Raises StoreBusy where another process holds the file, StoreError where it cannot be read.
    """

    def __init__(self, path: Path | None, *, zone_name: str | None = None, read_only: bool = False) -> None:
        self.path = path
        self.url = f"duckdb:///{path}" if path else "duckdb://"
        self._local = threading.local()
        self._writing = threading.Lock()
        self._connection = _open(path, read_only=read_only)
        try:
            self.zone = self._prepare(zone_name, read_only=read_only)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, zone_name: str | None, *, read_only: bool) -> str:
        known = self._connection.execute(
            "select count(*) from information_schema.tables where table_schema = 'helder'"
        ).fetchone()
        if known and known[0]:
            return self._check_properties(zone_name)
        if read_only:
            raise StoreError("The file is not a Helder store.", where=self.url, fix="Load something first, or name another store.")
        return self._create(zone_name or "UTC")

    def _create(self, zone_name: str) -> str:
        zone(zone_name)
        with self.transaction() as connection:
            connection.execute(_SYSTEM)
            connection.executemany("insert into helder.properties values (?, ?)", [["layout", LAYOUT], ["zone", zone_name]])
            for table in TABLES.values():
                connection.execute(_create_table(table))
        return zone_name

    def _check_properties(self, zone_name: str | None) -> str:
        properties = dict(self._connection.execute("select name, value from helder.properties").fetchall())
        if properties["layout"] != LAYOUT:
            raise StoreError(
                f"The store has layout {properties['layout']}, this Helder reads layout {LAYOUT}.", where=self.url,
                fix="Use the version of Helder that wrote it.",
            )
        kept = str(properties["zone"])
        if zone_name not in (None, kept):
            raise StoreError(
                f"The store keeps local dates in {kept}, the settings say {zone_name}.", where=self.url,
                fix=f"Set the zone to {kept}, or load into a new store; any question may name its own --zone.",
            )
        return kept

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's own cursor: DuckDB refuses one shared by threads."""
        found: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if found is None:
            found = self._local.cursor = self._connection.cursor()
        return found

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an unbound Ibis expression."""
        return self.query(self.sql(expression))

    def query(self, sql: str) -> pa.Table:
        """Rows of a SQL statement."""
        try:
            return self.cursor().execute(sql).to_arrow_table()
        except duckdb.Error as error:
            raise _told(error, self.url) from error

    def sql(self, expression: ir.Table) -> str:
        """The SQL that `run` sends."""
        import ibis

        return str(ibis.to_sql(expression, dialect="duckdb"))

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction, kept on leaving and undone on any error or interrupt."""
        with self._writing:
            cursor = self._connection.cursor()
            try:
                cursor.begin()
                yield cursor
                cursor.commit()
            except duckdb.Error as error:
                _undo(cursor)
                raise _told(error, self.url) from error
            except BaseException:
                _undo(cursor)
                raise
            finally:
                cursor.close()

    @contextmanager
    def write(self) -> Iterator[DuckDBWriter]:
        """A transaction that adds rows."""
        with self.transaction() as connection:
            yield DuckDBWriter(connection, self.zone)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class DuckDBWriter:
    """One transaction that adds rows. `connection` may stage them in temporary tables of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, zone_name: str) -> None:
        self.connection = connection
        self.zone = zone_name

    def append(self, table: Table, rows: pa.Table | str, *, source: str) -> Appended:
        """Add checked rows: an Arrow table, or the name of a relation this connection sees.

        They have the table's own columns as stored (missing ones count as null). Of two rows with one key the later
        wins; a row equal to the one kept is not written again.
        """
        offered = self._stage(table, rows)
        superseded = self._keep_latest(table, offered)
        changed, unchanged = self._drop_known(table)
        batch = self._number()
        written = self._insert(table, batch)
        done = Appended(batch, added=written - changed, changed=changed, unchanged=unchanged, superseded=superseded)
        self.connection.execute(
            "insert into helder.batches values (?, ?, ?, now() at time zone 'UTC', ?, ?, ?, ?)",
            [batch, table.name, source, done.added, done.changed, done.unchanged, done.superseded],
        )
        return done

    def _stage(self, table: Table, rows: pa.Table | str) -> int:
        """Put the rows into a temporary table of the stored own columns; returns their number."""
        name = rows
        if not isinstance(rows, str):
            name = "_helder_offered"
            self.connection.register(name, rows)
        given = {str(row[0]) for row in self.connection.execute(f"describe {_quote(str(name))}").fetchall()}
        columns = ", ".join(
            f"{_quote(c.name) if c.name in given else 'null'}::{_sql_type(c.kind.stored)} as {_quote(c.name)}" for c in table.columns
        )
        self.connection.execute(f"create or replace temp table {_STAGE} as select {columns} from {_quote(str(name))}")
        if not isinstance(rows, str):
            self.connection.unregister(str(name))
        return _count(self.connection, _STAGE)

    def _keep_latest(self, table: Table, offered: int) -> int:
        keys = _list(table.key)
        distinct = _count(self.connection, f"(select distinct {keys} from {_STAGE})")
        if distinct != offered:
            self.connection.execute(
                f"create or replace temp table {_STAGE} as select * from {_STAGE} "
                f"qualify row_number() over (partition by {keys} order by rowid desc) = 1"
            )
        return offered - distinct

    def _drop_known(self, table: Table) -> tuple[int, int]:
        """Take equal rows out of the stage and outdated ones out of the table; returns their numbers."""
        if not self.connection.execute(f"select 1 from {_quote(table.name)} limit 1").fetchone():
            return 0, 0
        same_key = _same(table.key, "=")
        rest = tuple(c.name for c in table.columns if not c.key)
        equal = _same(rest, "is not distinct from") or "true"
        unchanged = self._deleted(f"delete from {_STAGE} as new using {_quote(table.name)} as old where {same_key} and {equal}")
        changed = self._deleted(f"delete from {_quote(table.name)} as old using {_STAGE} as new where {same_key}")
        return changed, unchanged

    def _deleted(self, sql: str) -> int:
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row else 0

    def _number(self) -> int:
        row = self.connection.execute("select nextval('helder.batch_numbers')").fetchone()
        assert row is not None
        return int(row[0])

    def _insert(self, table: Table, batch: int) -> int:
        import ibis

        own = {c.name: c.kind.stored for c in table.columns}
        staged = ibis.table(own, name=_STAGE)
        days = {c.day: local_day(staged[c.name], self.zone) for c in table.dated}
        rows = staged.mutate(**days, **{BATCH: ibis.literal(batch, type="int64")}).select(*table.stored)
        return self._deleted(f"insert into {_quote(table.name)} {ibis.to_sql(rows, dialect='duckdb')}")


def _open(path: Path | None, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    if path is None:
        return duckdb.connect()
    if read_only and not path.exists():
        raise StoreError("There is no store yet.", where=f"duckdb:///{path}", fix="Load something first: helder load TABLE FILE.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(str(path), read_only=read_only)
    except (duckdb.Error, OSError) as error:
        raise _told(error, f"duckdb:///{path}") from error


def _told(error: Exception, where: str) -> StoreError | NotSupported:
    """The store's error in the user's words."""
    text = str(error).strip().splitlines()[0]
    if "Could not set lock" in text or "Conflicting lock" in text:
        return StoreBusy(
            "Another process has the store open.", where=where,
            fix="Use the running Helder server, or stop it and try again; one process at a time can own a DuckDB file.",
        )
    if "No space left" in text:
        return StoreError("The disk is full.", where=where, fix="Free some space and try again; the store is as it was.")
    if isinstance(error, duckdb.NotImplementedException):
        return NotSupported(text, where=where)
    return StoreError(text, where=where)


def _undo(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.Error:
        pass  # the failed statement has already ended the transaction


def _create_table(table: Table) -> str:
    columns = ", ".join(f"{_quote(name)} {_sql_type(kind)}" for name, kind in table.stored.items())
    return f"create table {_quote(table.name)} ({columns})"


_SQL_TYPES = {
    "string": "varchar",
    "int64": "bigint",
    "float64": "double",
    "timestamp(6)": "timestamp",
    "date": "date",
    "boolean": "boolean",
    "map<string, string>": "map(varchar, varchar)",
}


def _sql_type(stored: str) -> str:
    return _SQL_TYPES[stored]


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(_quote(name) for name in names)


def _same(names: tuple[str, ...], operator: str) -> str:
    return " and ".join(f"new.{_quote(name)} {operator} old.{_quote(name)}" for name in names)


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    assert row is not None
    return int(row[0])
