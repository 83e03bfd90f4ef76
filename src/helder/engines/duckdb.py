"""The embedded engine: one DuckDB file, owned by one process."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from helder.engines import duckdb_copy, duckdb_limits, ledger, migrations, quoting, running
from helder.engines.base import NO_LIMITS, Capabilities, Limits
from helder.engines.compiled import once
from helder.engines.duckdb_copy import DuckDBSnapshot
from helder.engines.duckdb_customers import DuckDBCustomers
from helder.engines.duckdb_keys import KnownKeys
from helder.engines.duckdb_parsed import Parsed
from helder.engines.duckdb_retaining import DuckDBRetaining
from helder.engines.duckdb_rollups import DuckDBRollUps
from helder.engines.duckdb_writer import DuckDBWriter
from helder.errors import NotSupported, StoreBusy, StoreError
from helder.model import TABLES, Table
from helder.model.zones import zone

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from helder.engines.bars import Bars
    from helder.engines.erasing import Customers
    from helder.engines.kept import RollUps
    from helder.engines.retaining import Retaining

_log = logging.getLogger(__name__)
_CTRL_C = "Query interrupted"  # what a statement says that Ctrl-C ended
_UNREADABLE = "Name a file that is a store; if this one was, restore a backup of it: helder restore FILE."


class DuckDBEngine:
    """A DuckDB file, or a store in memory where path is None.

    zone: the workspace's zone, whose local dates are stored; kept by the store, and refused where it differs.
    Raises StoreBusy where another process holds the file, StoreError where it cannot be read.
    """

    capabilities = Capabilities("DuckDB", pause=0.25, texts=True, erases=True)
    rollups: RollUps | None
    customers: Customers | None
    retaining: Retaining | None
    bars: Bars | None = None

    def __init__(
        self, path: Path | None, *, zone_name: str | None = None, read_only: bool = False, limits: Limits = NO_LIMITS
    ) -> None:
        self.path = path
        self.limits = limits
        self.url = f"duckdb:///{path}" if path else "duckdb://"
        self._local = threading.local()
        self._writing = threading.Lock()
        self._lent: dict[str, pa.Table] = {}
        self._keys = KnownKeys()
        self._changing = Parsed()
        self._written = 0
        self._batches: tuple[int, dict[str, int]] | None = None
        self._parsed = Parsed()
        self._begin(zone_name, read_only=read_only)
        if not read_only:
            self._finish_erasing(zone_name)

    def _begin(self, zone_name: str | None, *, read_only: bool) -> None:
        path = self.path
        self._connection = _open(path, read_only=read_only)
        try:
            duckdb_limits.keep(self._connection, path, self.limits)
            self.zone = self._prepare(zone_name, read_only=read_only)
            self.rollups = self._rolled_up = DuckDBRollUps(self.query, self.transaction)
            self.customers = self._customers = DuckDBCustomers(self._connection, self.write, self.transaction, path)
            self.retaining = DuckDBRetaining(self._connection, self.write)
            if not read_only:
                self._rolled_up.bring_up()
        except duckdb.Error as error:
            self._connection.close()
            raise _told(error, self.url, _UNREADABLE) from error
        except BaseException:
            self._connection.close()
            raise

    def _finish_erasing(self, zone_name: str | None) -> None:
        """Overwrite what an erasure that was broken off left beneath; where that fails, the store is opened all the same."""
        try:
            self._customers.finish()
        except StoreError as error:
            _log.warning("%s", error)
            self._connection.close()  # DuckDB takes nothing more once a checkpoint failed
            self._local = threading.local()
            self._begin(zone_name, read_only=False)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, zone_name: str | None, *, read_only: bool) -> str:
        known = self._connection.execute(
            "select count(*) from information_schema.tables where table_schema = '_helder'"
        ).fetchone()
        if known and known[0]:
            return self._check_properties(zone_name, read_only=read_only)
        if read_only:
            raise StoreError(
                "The file is not a Helder store.", where=self.url, fix="Load something first, or name another store."
            )
        return self._create(zone_name or "UTC")

    def _create(self, zone_name: str) -> str:
        zone(zone_name)
        with self.transaction() as connection:
            connection.execute(ledger.SCHEMA + ledger.NUMBERS.format(first=1))
            connection.executemany(
                "insert into _helder.properties values (?, ?)", [["layout", migrations.LAYOUT], ["zone", zone_name]]
            )
            for table in TABLES.values():
                connection.execute(migrations.create_table(table))
        return zone_name

    def _check_properties(self, zone_name: str | None, *, read_only: bool) -> str:
        properties = dict(self._connection.execute("select name, value from _helder.properties").fetchall())
        if read_only:
            migrations.refuse_older(properties["layout"], self.url)
        else:
            migrations.bring_up(properties["layout"], self.transaction, self.url)
        kept = str(properties["zone"])
        if zone_name not in (None, kept):
            raise StoreError(
                f"The store keeps local dates in {kept}, the settings say {zone_name}.",
                where=self.url,
                fix=f"Set the zone to {kept}, or load into a new store; any question may name its own --zone.",
            )
        return kept

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's own cursor: DuckDB refuses one shared by threads."""
        found: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if found is None:
            found = self._local.cursor = self._connection.cursor()
            self._local.lent = set()
        for name in self._lent.keys() - self._local.lent:
            found.register(name, self._lent[name])
            self._local.lent.add(name)
        return found

    def lend(self, name: str, rows: pa.Table) -> ir.Table:
        """A table of ours, which each thread's cursor is given when it is next used."""
        import ibis

        own = f"_helder_{name}"
        kept = self._lent.setdefault(own, rows)
        return ibis.table(ibis.Schema.from_pyarrow(kept.schema), name=own)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """One transaction for all that this thread asks within it, so that it sees one moment."""
        cursor = self.cursor()
        if getattr(self._local, "within", False):
            yield
            return
        cursor.begin()
        self._local.within, self._local.batches = True, None
        try:
            yield
        finally:
            self._local.within = False
            try:
                cursor.commit()  # what was lent within it stays
            except duckdb.Error:
                _undo(cursor)
                self._local.lent.clear()

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an unbound Ibis expression."""
        return self.query(self.prepare(expression))

    def prepare(self, expression: ir.Table, marks: Sequence[date | str] = ()) -> str:
        """The SQL of an expression, with a parameter for each mark."""
        sql = _compiled(expression)
        for i, mark in enumerate(marks):
            sql = sql.replace(_literal(mark), f"$open_{i}")
        return sql

    def fetch(self, prepared: str, given: Sequence[date | str] = ()) -> pa.Table:
        """Rows of a prepared expression, with these dates and texts for its marks."""
        cursor, params = self.cursor(), opened(prepared, given)
        return self._watched(cursor, lambda: self._parsed.rows(cursor, prepared, params))

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> pa.Table:
        """Rows of a SQL statement."""
        cursor = self.cursor()

        def work() -> pa.Table:
            rows: pa.Table = cursor.sql(sql, params=dict(params or {})).to_arrow_table()
            return rows

        return self._watched(cursor, work)

    def _watched(self, cursor: duckdb.DuckDBPyConnection, work: Callable[[], pa.Table]) -> pa.Table:
        """What some work on a cursor gives, which may take so long and no longer."""
        try:
            return running.run(cursor, work, seconds=self.limits.seconds)
        except running.TookTooLong:
            raise duckdb_limits.too_long(self.limits, self.url) from None
        except duckdb.Error as error:
            raise _told(error, self.url) from error

    def sql(self, expression: ir.Table) -> str:
        """The SQL that `run` sends, laid out to be read."""
        import ibis

        return str(ibis.to_sql(expression, dialect="duckdb"))

    def ledger(self, sql: str) -> pa.Table:
        """Rows of a statement over the tables of `_helder`."""
        return self.query(sql)

    def properties(self) -> dict[str, str]:
        """What holds for the whole store, by name."""
        return {row["name"]: row["value"] for row in self.query("select name, value from _helder.properties").to_pylist()}

    @contextmanager
    def snapshot(self) -> Iterator[DuckDBSnapshot]:
        """The store as it is now; loads go on meanwhile, and are not in it."""
        cursor = self._connection.cursor()
        try:
            cursor.begin()
            snapshot = DuckDBSnapshot(cursor)
            snapshot.ledger("from _helder.properties")  # a transaction sees what there is when it first looks
            yield snapshot
        except duckdb.Error as error:
            raise _told(error, self.url) from error
        finally:
            cursor.close()

    def bring(self, rows: Mapping[Table, pa.Table], properties: Mapping[str, str | None]) -> None:
        """Keep rows as another store kept them."""
        with self.transaction() as connection:
            self._keys.forget()
            running.run(connection, lambda: duckdb_copy.bring(connection, rows, properties))

    def batches(self) -> dict[str, int]:
        """By table, the number of the last load that changed any of its rows; looked up once until something is written."""
        if getattr(self._local, "within", False):  # what is looked at within a transaction may be of an earlier moment
            if self._local.batches is None:
                self._local.batches = self._latest()
            return dict(self._local.batches)
        written, known = self._written, self._batches
        if known is None or known[0] != written:
            known = self._batches = (written, self._latest())
        return dict(known[1])

    def _latest(self) -> dict[str, int]:
        rows = self.fetch(
            'select "table", max(batch) as batch from _helder.batches where added <> 0 or changed <> 0 group by "table"'
        )
        return {row["table"]: row["batch"] for row in rows.to_pylist()}

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        counted = ", ".join(f"(select count(*) from {quoting.name(name)}) as {quoting.name(name)}" for name in TABLES)
        (row,) = self.query(f"select {counted}").to_pylist()
        return {str(name): int(count) for name, count in row.items()}

    def health(self) -> dict[str, str]:
        """The version, the size of the file, and what the engine may use."""
        told = "select version() as version, current_setting('memory_limit') as memory, current_setting('threads') as threads"
        (row,) = self.query(told).to_pylist()
        size = f"{self.path.stat().st_size:,} bytes" if self.path and self.path.exists() else "in memory"
        return {
            "engine": f"DuckDB {row['version']}",
            "size": size,
            "memory": f"at most {row['memory']}",
            "threads": str(row["threads"]),
        }

    @contextmanager
    def transaction(self, *, beside: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction, kept on leaving and undone on any error or interrupt.

        beside: while others write, too, to what they do not touch.
        """
        with nullcontext() if beside else self._writing:
            cursor = self._connection.cursor()
            try:
                cursor.begin()
                yield cursor
                cursor.commit()
                self._written += 1
            except duckdb.Error as error:
                _undo(cursor)
                raise _told(error, self.url) from error
            except BaseException as error:
                _undo(cursor)
                if isinstance(error, RuntimeError) and str(error) == _CTRL_C:
                    raise KeyboardInterrupt from None
                raise
            finally:
                cursor.close()

    @contextmanager
    def write(self) -> Iterator[DuckDBWriter]:
        """A transaction that adds rows."""
        with self.transaction() as connection:
            follows = self._rolled_up.there
            writer = DuckDBWriter(
                connection, self.zone, self._changing, self._keys, follows=follows, keeper=self.bars, where=self.url
            )
            yield writer
            writer.settle()

    def close(self) -> None:
        """Let go of the file."""
        self._parsed.forget()
        self._changing.forget()
        self._connection.close()


@once
def _compiled(expression: ir.Table) -> str:
    import ibis

    return str(ibis.to_sql(expression, dialect="duckdb", pretty=False))


def opened(prepared: str, given: Sequence[date | str]) -> dict[str, date | str]:
    """The parameters of a prepared expression, of the dates and texts for its marks: those that it speaks of."""
    return {f"open_{i}": one for i, one in enumerate(given) if re.search(rf"\$open_{i}\b", prepared)}


def _literal(mark: date | str) -> str:
    """A date, a moment or a text as it stands in compiled SQL."""
    if isinstance(mark, str):
        return f"'{mark}'"
    day = f"{mark.year}, {mark.month}, {mark.day}"
    if not isinstance(mark, datetime):
        return f"MAKE_DATE({day})"
    return f"MAKE_TIMESTAMP({day}, {mark.hour}, {mark.minute}, {mark.second + mark.microsecond / 1e6})"


def _open(path: Path | None, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    if path is None:
        return duckdb.connect()
    if read_only and not path.exists():
        raise StoreError("There is no store yet.", where=f"duckdb:///{path}", fix="Load something first: helder load TABLE FILE.")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # what is in it is its owner's
        return duckdb.connect(str(path), read_only=read_only)
    except (duckdb.Error, OSError) as error:
        raise _told(error, f"duckdb:///{path}", _UNREADABLE) from error


def _told(error: Exception, where: str, fix: str | None = None) -> StoreError | NotSupported:
    """The store's error in the user's words."""
    text = str(error).strip().splitlines()[0]
    if "Could not set lock" in text or "Conflicting lock" in text:
        return StoreBusy(
            "Another process has the store open.",
            where=where,
            fix="Use the running Helder server, or stop it and try again; one process at a time can own a DuckDB file.",
        )
    if "No space left" in text:
        return StoreError("The disk is full.", where=where, fix="Free some space and try again; the store is as it was.")
    if isinstance(error, duckdb.OutOfMemoryException):
        return duckdb_limits.out_of_memory(str(error), where)
    if isinstance(error, duckdb.NotImplementedException):
        return NotSupported(text, where=where)
    return StoreError(text, where=where, fix=fix)


def _undo(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # the failed statement may have ended the transaction already
        cursor.rollback()
