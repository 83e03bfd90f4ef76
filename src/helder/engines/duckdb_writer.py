"""Adding rows to the embedded engine: the latest row of a key wins, and a row that is there already is not written again."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import duckdb
import sqlglot

from helder.engines import bars, quoting
from helder.engines.base import Appended
from helder.engines.duckdb_erasing import Erasing
from helder.engines.duckdb_keys import KnownKeys
from helder.engines.duckdb_parsed import Parsed
from helder.engines.duckdb_retaining import Retention
from helder.engines.duckdb_upkeep import Upkeep
from helder.model import BATCH, Table
from helder.model.zones import local_day

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa

    from helder.engines.duckdb_overwriting import Place
    from helder.engines.erasing import Erasure
    from helder.engines.retaining import Aged, Bounds, Staying

_STAGE = "_helder_stage"
_GONE = "_helder_gone"
_OFFERED = "_helder_offered"
_INSTANT = "_helder_instant"


class DuckDBWriter:
    """One transaction that adds rows. `connection` may stage them in temporary tables of its own.

    parsed: the statements of the file. follows: whether there are roll-ups that follow. keeper: tells rows of erased customers;
    where: the store, as errors name it.
    """

    #: Whether the ledger may count many small appends as one: where its rows can be changed.
    folds = True

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        zone_name: str,
        parsed: Parsed,
        keys: KnownKeys | None = None,
        *,
        follows: bool = False,
        keeper: bars.Bars | None = None,
        where: str = "",
    ) -> None:
        self.connection = connection
        self.zone = zone_name
        self._keys = keys
        self._parsed = parsed
        self._upkeep = Upkeep(connection, parsed) if follows else None
        self._keeper = keeper
        self._where = where
        self._keeps_out: bool | None = None

    def settle(self) -> None:
        """Bring up what follows the rows that were added; the transaction is to be kept then."""
        if self._upkeep:
            self._upkeep.settle()

    def append(
        self, table: Table, rows: pa.Table | str, *, source: str, batch: int | None = None, often: bool = False
    ) -> Appended:
        """Add checked rows: an Arrow table, or the name of a temporary table of this connection, which it uses up.

        They have the table's own columns as stored (missing ones count as null; others are ignored). Of two rows with
        one key the later wins; a row equal to the one kept is not written again. batch: the load's number, a new one
        where not given. often: one of many small ones, those of a day and a source counted as one load.
        """
        batch = self.number() if batch is None else batch
        done = None if isinstance(rows, str) or self._guard() else self._append_new(table, rows, batch)
        done = done or self._append_any(table, rows, batch)
        if not (often and self.folds and self._folded(table, source, done)):
            self.connection.execute(
                "insert into _helder.batches values (?, ?, ?, now() at time zone 'UTC', ?, ?, ?, ?)",
                [batch, table.name, source, done.added, done.changed, done.unchanged, done.superseded],
            )
        return done

    def _append_new(self, table: Table, rows: pa.Table, batch: int) -> Appended | None:
        """Add rows of which the table surely has none, nor two are alike: none is looked for. None where there may be."""
        import pyarrow.compute as pc

        if self._keys is None or not set(table.key) <= set(rows.column_names):
            return None
        self.connection.register(_OFFERED, rows)
        try:
            wanted = {c.name: sql_type(c.kind.stored) for c in table.columns if c.name in rows.column_names}
            keys = _typed({name: wanted[name] for name in table.key}, wanted, _OFFERED)
            if not self._keys.surely_new(self.connection, table, keys, rows.num_rows):
                return None
            dated = [rows[c.name] for c in table.dated if c.name in wanted]
            years = _years([end(moments).as_py() for moments in dated for end in (pc.min, pc.max)])
            written = self._insert(table, _typed(wanted, wanted, _OFFERED), tuple(wanted), years, batch, gone=None)
        finally:
            self.connection.unregister(_OFFERED)
        return Appended(batch, written, 0, 0, 0, 0)

    def _append_any(self, table: Table, rows: pa.Table | str, batch: int) -> Appended:
        """Add rows some of which the table may have."""
        stage, given = self._stage(table, rows)
        refused = bars.drop(self.connection, table, stage, batch, self.erased(table, stage))
        superseded, repeated = self._keep_latest(table, stage, given)
        unchanged = self._drop_equal(table, stage, given)
        changed = self._drop_replaced(table)
        if self._keys:
            self._keys.added(self.connection, table, quoting.name(stage), _count(self.connection, quoting.name(stage)))
        years = self._between(stage, [c.name for c in table.dated if c.name in given])
        written = self._insert(table, quoting.name(stage), given, years, batch, gone=_GONE)
        self.connection.execute(f"drop table {quoting.name(stage)}; drop table {_GONE}")
        return Appended(batch, written - changed, changed, unchanged, superseded, repeated, refused)

    def erased(self, table: Table, rows: str) -> list[tuple[int, str, str]]:
        """The rows of a temporary table that name an erased customer: the row's id, by which column, and the reason to refuse it.

        Raises StoreError where that cannot be told.
        """
        keeper = self._guard()
        return bars.refused(self.connection, table, rows, keeper) if keeper is not None else []

    def _guard(self) -> bars.Bars | None:
        """What tells rows of erased customers; None where nobody was erased. Raises StoreError where they cannot be told."""
        if self._keeps_out is None:
            self._keeps_out = bars.any_kept_out(self.connection)
            if self._keeps_out:
                bars.check_key(self.connection, self._keeper, self._where)
        return self._keeper if self._keeps_out else None

    def _folded(self, table: Table, source: str, done: Appended) -> bool:
        """Count an append with those of the same source and day; False where there are none yet."""
        today = "loaded_at::date = (now() at time zone 'UTC')::date"
        last = f"""(select max(batch) from _helder.batches where "table" = $table and source = $source and {today})"""
        folded = self._parsed.run(
            self.connection,
            "update _helder.batches set batch = $batch, loaded_at = now() at time zone 'UTC', added = added + $added, "
            "changed = changed + $changed, unchanged = unchanged + $unchanged, superseded = superseded + $superseded "
            f"""where "table" = $table and batch = {last}""",
            {"table": table.name, "source": source, **_counts(done)},
        )
        return folded > 0

    def erase(self, erasure: Erasure) -> tuple[dict[str, int], list[Place]]:
        """Take a customer out of the tables; rows by table, and the tables whose old rows are to be overwritten."""
        bars.check_key(self.connection, self._keeper, self._where)
        assert self._keeper is not None
        if self._keys:
            self._keys.forget()
        # What is added after it is looked for among the rows that are left, and held against whom it erased.
        self._keys = self._keeps_out = None
        return Erasing(self.connection, erasure, self._keeper, self._upkeep).run()

    def retain(self, bounds: Mapping[str, Bounds], name: str, staying: Staying) -> tuple[Aged, list[Place]]:
        """Take out what is older in a table than it is kept; what that was, and the tables whose rows are to be overwritten."""
        if self._keys:
            self._keys.forget()
        self._keys = None
        return Retention(self.connection, bounds, name, staying).take_out(self._upkeep)

    def let_in(self, things: Iterable[tuple[str, str]]) -> int:
        """Keep things of an erased customer out no longer, each a kind and a value; how many were kept out."""
        bars.check_key(self.connection, self._keeper, self._where)
        assert self._keeper is not None
        self._keeps_out = None
        return self._keeper.let_in(self.connection, things)

    def number(self) -> int:
        """A new load's number."""
        ((number,),) = self.connection.execute("select nextval('_helder.batch_numbers')").fetchall()
        return int(number)

    def _stage(self, table: Table, rows: pa.Table | str) -> tuple[str, tuple[str, ...]]:
        """The temporary table that holds the rows typed as stored, and the own columns it has.

        A temporary table that is typed already is used in place.
        """
        offered = rows if isinstance(rows, str) else _OFFERED
        if not isinstance(rows, str):
            self.connection.register(offered, rows)
        found = {str(row[0]): str(row[1]) for row in self.connection.execute(f"describe {quoting.name(offered)}").fetchall()}
        wanted = {c.name: sql_type(c.kind.stored) for c in table.columns if c.name in found or c.key}
        if isinstance(rows, str) and all(found.get(name, "").lower() == sql_type for name, sql_type in wanted.items()):
            return offered, tuple(wanted)
        self.connection.execute(f"create or replace temp table {_STAGE} as {_typed(wanted, found, offered)}")
        if isinstance(rows, str):
            self.connection.execute(f"drop table {quoting.name(offered)}")
        else:
            self.connection.unregister(offered)
        return _STAGE, tuple(wanted)

    def _keep_latest(self, table: Table, stage: str, given: tuple[str, ...]) -> tuple[int, int]:
        """Take out of the stage all but the last row of each key; how many, and how many of them equal another row."""
        keys, columns, relation = quoting.names(table.key), quoting.names(given), quoting.name(stage)
        offered = _count(self.connection, relation)
        ((keyed,),) = self.connection.execute(f"select count(distinct hash({keys})) from {relation}").fetchall()
        if keyed == offered:
            return 0, 0
        different = _count(self.connection, f"(select distinct {columns} from {relation})")
        superseded = self._counted(
            f"delete from {relation} where rowid in (select rowid from {relation} "
            f"qualify row_number() over (partition by {keys} order by rowid desc) > 1)"
        )
        return superseded, offered - different

    def _drop_equal(self, table: Table, stage: str, given: tuple[str, ...]) -> int:
        """Take rows out of the stage that equal the one kept; how many. Those that others take the place of are then in _GONE."""
        kept, key = quoting.name(table.name), _same(table.key, "=")
        self.connection.execute(
            f"create or replace temp table {_GONE} as "
            f"select old.* from {kept} as old semi join {quoting.name(stage)} as new on {key}"
        )
        rest = tuple(c.name for c in table.columns if c.name in given and not c.key)
        missing = tuple(f"old.{quoting.name(c.name)} is null" for c in table.columns if c.name not in given)
        equal = " and ".join((key, *([_same(rest, "is not distinct from")] if rest else []), *missing))
        unchanged = self._counted(f"delete from {quoting.name(stage)} as new using {_GONE} as old where {equal}")
        if unchanged:
            self.connection.execute(
                f"delete from {_GONE} as old where not exists (from {quoting.name(stage)} as new where {key})"
            )
        return unchanged

    def _drop_replaced(self, table: Table) -> int:
        """Take outdated rows out of the table; how many."""
        if not _count(self.connection, _GONE):
            return 0
        key = _same(table.key, "=")
        return self._counted(f"delete from {quoting.name(table.name)} as old using {_GONE} as new where {key}")

    def _counted(self, sql: str, given: Mapping[str, object] | None = None) -> int:
        ((number,),) = self.connection.execute(sql, given).fetchall()
        return int(number)

    def _insert(
        self, table: Table, relation: str, given: tuple[str, ...], years: tuple[int, int], batch: int, *, gone: str | None
    ) -> int:
        """Put the rows of a relation into a table; how many.

        years: the first and the last of which the clock must be known. gone: a temporary table of those they take the place of.
        """
        dated = [c for c in table.dated if c.name in given]
        columns = quoting.names((*given, *(c.day for c in dated), BATCH))
        day = _local_day(self.zone, *years)
        days = [day.replace(_INSTANT, quoting.name(c.name)) for c in dated]
        values = ", ".join((quoting.names(given), *days, "$batch"))
        rows, named = f"({columns}) select {values} from {relation}", {"batch": batch}
        written = self._parsed.run(self.connection, f"insert into {quoting.name(table.name)} {rows}", named)
        if self._upkeep:
            self._upkeep.note(table, rows, named, gone, written)
        return written

    def _between(self, stage: str, dated: Sequence[str]) -> tuple[int, int]:
        """The years of the staged rows' instants."""
        if not dated:
            return _years([])
        ends = ", ".join(f"{end}({quoting.name(name)})" for end in ("min", "max") for name in dated)
        (found,) = self.connection.execute(f"select {ends} from {quoting.name(stage)}").fetchall()
        return _years(found)


def _typed(wanted: Mapping[str, str], found: Container[str], relation: str) -> str:
    """SQL that gives some columns of a relation, by name, as a type each; those it does not have are missing."""
    there = {name: quoting.name(name) if name in found else "null" for name in wanted}
    columns = ", ".join(f"{there[name]}::{kind} as {quoting.name(name)}" for name, kind in wanted.items())
    return f"(select {columns} from {quoting.name(relation)})"


def _years(ends: Iterable[datetime | None]) -> tuple[int, int]:
    """The first and the last year of some moments, with one to spare: of other years no clock need be known."""
    years = [moment.year for moment in ends if moment is not None]
    return (min(years) - 1, max(years) + 1) if years else (0, 0)


@lru_cache
def _local_day(zone_name: str, first: int, last: int) -> str:
    """SQL of the local date of _INSTANT, in some years; compiled once, as the zone's transitions are many."""
    import ibis

    t = ibis.table({_INSTANT: "timestamp(6)"}, name="t")
    day = local_day(t[_INSTANT], zone_name, years=(first, last))
    query = sqlglot.parse_one(ibis.to_sql(t.select(day=day), dialect="duckdb"), dialect="duckdb")
    day = query.expressions[0].unalias()
    for column in day.find_all(sqlglot.exp.Column):
        column.replace(sqlglot.exp.column(_INSTANT))
    return str(day.sql(dialect="duckdb"))


_SQL_TYPES = {
    "string": "varchar",
    "int64": "bigint",
    "float64": "double",
    "timestamp(6)": "timestamp",
    "date": "date",
    "boolean": "boolean",
    "map<string, string>": "map(varchar, varchar)",
}


def sql_type(stored: str) -> str:
    """The DuckDB type of an Ibis type that the data model stores."""
    return _SQL_TYPES[stored]


def _counts(done: Appended) -> dict[str, int]:
    return {name: getattr(done, name) for name in ("batch", "added", "changed", "unchanged", "superseded")}


def _same(names: tuple[str, ...], operator: str) -> str:
    return " and ".join(f"new.{quoting.name(name)} {operator} old.{quoting.name(name)}" for name in names)


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    ((number,),) = connection.execute(f"select count(*) from {relation}").fetchall()
    return int(number)
