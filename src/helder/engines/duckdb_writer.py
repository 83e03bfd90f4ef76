"""Adding rows to the embedded engine: the latest row of a key wins, and a row that is there already is not written again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import duckdb
import sqlglot

from helder.engines import quoting
from helder.engines.base import Appended
from helder.engines.duckdb_keys import KnownKeys
from helder.engines.duckdb_parsed import Parsed
from helder.engines.duckdb_upkeep import Into, Upkeep
from helder.model import BATCH, Table
from helder.model.zones import local_day

if TYPE_CHECKING:
    import pyarrow as pa

_STAGE = "_helder_stage"
_GONE = "_helder_gone"
_INSTANT = "_helder_instant"


class DuckDBWriter:
    """One transaction that adds rows. `connection` may stage them in temporary tables of its own.

    following: what statements by which roll-ups follow are parsed by; None where there are no roll-ups.
    """

    #: Whether the ledger may count many small appends as one: where its rows can be changed.
    folds = True

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        zone_name: str,
        keys: KnownKeys | None = None,
        following: Parsed | None = None,
    ) -> None:
        self.connection = connection
        self.zone = zone_name
        self._keys = keys
        self._following = following

    def append(
        self, table: Table, rows: pa.Table | str, *, source: str, batch: int | None = None, often: bool = False
    ) -> Appended:
        """Add checked rows: an Arrow table, or the name of a temporary table of this connection, which it uses up.

        They have the table's own columns as stored (missing ones count as null; others are ignored). Of two rows with
        one key the later wins; a row equal to the one kept is not written again. batch: the load's number, a new one
        where not given. often: one of many small ones, those of a day and a source counted as one load.
        """
        stage, given = self._stage(table, rows)
        superseded, repeated = self._keep_latest(table, stage, given)
        unchanged = self._drop_equal(table, stage, given)
        batch = self.number() if batch is None else batch
        upkeep = Upkeep(self.connection, Into.table(table), stage, _GONE, self._following) if self._following else None
        if upkeep:
            upkeep.begin()
        changed = self._drop_replaced(table)
        written = self._insert(table, stage, given, batch)
        if upkeep:
            upkeep.end(batch)
        self.connection.execute(f"drop table {quoting.name(stage)}; drop table {_GONE}")
        done = Appended(batch, written - changed, changed, unchanged, superseded, repeated)
        if not (often and self.folds and self._folded(table, source, done)):
            self.connection.execute(
                "insert into _helder.batches values (?, ?, ?, now() at time zone 'UTC', ?, ?, ?, ?)",
                [batch, table.name, source, done.added, done.changed, done.unchanged, done.superseded],
            )
        return done

    def _folded(self, table: Table, source: str, done: Appended) -> bool:
        """Count an append with those of the same source and day; False where there are none yet."""
        today = "loaded_at::date = (now() at time zone 'UTC')::date"
        last = f"""(select max(batch) from _helder.batches where "table" = $table and source = $source and {today})"""
        folded = self._counted(
            "update _helder.batches set batch = $batch, loaded_at = now() at time zone 'UTC', added = added + $added, "
            "changed = changed + $changed, unchanged = unchanged + $unchanged, superseded = superseded + $superseded "
            f"""where "table" = $table and batch = {last}""",
            {"table": table.name, "source": source, **_counts(done)},
        )
        return folded > 0

    def number(self) -> int:
        """A new load's number."""
        ((number,),) = self.connection.execute("select nextval('_helder.batch_numbers')").fetchall()
        return int(number)

    def _stage(self, table: Table, rows: pa.Table | str) -> tuple[str, tuple[str, ...]]:
        """The temporary table that holds the rows typed as stored, and the own columns it has.

        A temporary table that is typed already is used in place.
        """
        offered = rows if isinstance(rows, str) else "_helder_offered"
        if not isinstance(rows, str):
            self.connection.register(offered, rows)
        found = {str(row[0]): str(row[1]) for row in self.connection.execute(f"describe {quoting.name(offered)}").fetchall()}
        wanted = {c.name: sql_type(c.kind.stored) for c in table.columns if c.name in found or c.key}
        if isinstance(rows, str) and all(found.get(name, "").lower() == sql_type for name, sql_type in wanted.items()):
            return offered, tuple(wanted)
        columns = ", ".join(
            f"{quoting.name(name) if name in found else 'null'}::{sql_type} as {quoting.name(name)}"
            for name, sql_type in wanted.items()
        )
        self.connection.execute(f"create or replace temp table {_STAGE} as select {columns} from {quoting.name(offered)}")
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
        if self._keys and self._keys.surely_new(self.connection, table, stage, _count(self.connection, quoting.name(stage))):
            self.connection.execute(f"create or replace temp table {_GONE} as from {kept} limit 0")
            return 0
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

    def _insert(self, table: Table, stage: str, given: tuple[str, ...], batch: int) -> int:
        dated = [c for c in table.dated if c.name in given]
        columns = quoting.names((*given, *(c.day for c in dated), BATCH))
        if self._keys:
            self._keys.added(self.connection, table, stage, _count(self.connection, quoting.name(stage)))
        day = _local_day(self.zone, *self._between(stage, [c.name for c in dated]))
        days = [day.replace(_INSTANT, quoting.name(c.name)) for c in dated]
        values = ", ".join((quoting.names(given), *days, str(batch)))
        return self._counted(f"insert into {quoting.name(table.name)} ({columns}) select {values} from {quoting.name(stage)}")

    def _between(self, stage: str, dated: Sequence[str]) -> tuple[int, int]:
        """The first and the last year of the staged rows' instants, with one to spare: of other years no clock need be known."""
        if not dated:
            return 0, 0
        ends = ", ".join(f"{end}({quoting.name(name)})" for end in ("min", "max") for name in dated)
        (found,) = self.connection.execute(f"select {ends} from {quoting.name(stage)}").fetchall()
        years = [moment.year for moment in found if moment is not None]
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
