"""Roll-ups in the embedded engine: tables in a schema of their own, with a register of what each is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from helder.engines import quoting
from helder.engines.kept import ROLLUPS, Kept

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir
    import pyarrow as pa

#: How many times as large as what is left of it a sum may have been: ten of its sixteen digits are left then.
_DIGITS = 1e6
_REGISTER = f"{ROLLUPS}.register"
_MADE = f"""
create schema if not exists {ROLLUPS};
create table if not exists {_REGISTER} (name varchar, spec varchar, query varchar, keys varchar[], sums varchar[],
    reads varchar[], related varchar, stale boolean, version bigint, built_at timestamp);
alter table {_REGISTER} add column if not exists looked_up varchar[];
alter table {_REGISTER} add column if not exists fact varchar;
"""
_COLUMNS = "name, spec, query, keys, sums, reads, related, stale, version, built_at, looked_up, fact"

Query = Callable[[str], "pa.Table"]


class Transaction(Protocol):
    """A cursor in a transaction; beside others that write, where so asked."""

    def __call__(self, *, beside: bool = False) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...


class DuckDBRollUps:
    """The roll-ups of one file. query: rows of a statement; transaction: a cursor in one.

    there: whether there are any, or were.
    """

    follows = True

    def __init__(self, query: Query, transaction: Transaction) -> None:
        self._query = query
        self._transaction = transaction
        self.there = _there(query)

    def bring_up(self) -> None:
        """Let a register that an older Helder made be like one made now."""
        if self.there:
            with self._transaction() as connection:
                connection.execute(_MADE)

    def kept(self) -> list[Kept]:
        """Those there are."""
        if not self.there:
            return []
        return [_kept(row) for row in self._query(f"select * exclude query from {_REGISTER} order by name").to_pylist()]

    def keep(self, rollup: Kept, prepared: str) -> int:
        """Make one, or make it anew, of its query in SQL."""
        with self._transaction() as connection:
            connection.execute(_MADE)
        self.there = True  # before anything is: whoever writes from now on looks for it
        new = f"{rollup.name} new"
        with self._transaction(beside=True) as connection:  # loads go on meanwhile
            before = _loaded(connection, rollup.reads)
            connection.execute(f"create or replace table {place(new)} as {prepared}")
        with self._transaction() as connection:
            stale = _loaded(connection, rollup.reads) != before or _left_behind(connection, rollup.fact)
            connection.execute(f"drop table if exists {place(rollup.name)}")
            connection.execute(f"alter table {place(new)} rename to {quoting.name(rollup.name)}")
            connection.execute(f"delete from {_REGISTER} where name = ?", [rollup.name])
            related = None if rollup.related is None else json.dumps(rollup.related)
            connection.execute(
                f"insert into {_REGISTER} ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, 0, now() at time zone 'UTC', ?, ?)",
                [rollup.name, rollup.spec, prepared, list(rollup.keys), list(rollup.sums), list(rollup.reads), related, stale,
                 list(rollup.looked_up), rollup.fact],
            )  # fmt: skip
        return self.rows(rollup.name)

    def drop(self, name: str) -> None:
        """Keep one no longer."""
        with self._transaction() as connection:
            mark_stale(connection, name)  # what was made of it, too
            connection.execute(f"delete from {_REGISTER} where name = ?", [name])
            connection.execute(f"drop table if exists {place(name)}")

    def rows(self, name: str) -> int:
        """The rows of one."""
        return int(self._query(f"select count(*) as n from {place(name)}")["n"][0].as_py())

    def table(self, name: str) -> ir.Table:
        """One as a table for expressions to speak of."""
        import ibis

        schema = ibis.Schema.from_pyarrow(self._query(f"from {place(name)} limit 0").schema)
        return ibis.table(schema, name=name, database=ROLLUPS)


def place(name: str, *, quoted: bool = False) -> str:
    """The table of a roll-up, in SQL. quoted: as compiled queries write it."""
    return f"{quoting.name(ROLLUPS) if quoted else ROLLUPS}.{quoting.name(name)}"


def keys_of(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[str, ...]:
    """The columns that say what a row of a roll-up is of."""
    ((keys,),) = connection.execute(f"select keys from {_REGISTER} where name = ?", [name]).fetchall()
    return tuple(keys)


def follow(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether any roll-ups that are not stale read a table, or look it up."""
    reads = "list_contains(reads, $table) or fact = $table or list_contains(looked_up, $table)"
    return bool(
        connection.execute(f"select 1 from {_REGISTER} where not stale and ({reads}) limit 1", {"table": table}).fetchall()
    )


def registered(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> list[tuple[Kept, str]]:
    """The roll-ups that read any of some tables and are not stale, each with its query; one of a fact's rows is a table, too.

    Those that read a fact's rows follow these, and not the tables that they are made of.
    """
    of_fact = "list_contains($tables, fact) or list_has_any(looked_up, $tables)"
    reads = f"case when fact is null then list_has_any(reads, $tables) else {of_fact} end"
    rows = connection.execute(f"select {_COLUMNS} from {_REGISTER} where not stale and {reads}", {"tables": tables}).fetchall()
    told = [dict(zip(_COLUMNS.split(", "), row, strict=True)) for row in rows]
    return [(_kept(row), str(row["query"])) for row in told]


def mark_all_stale(connection: duckdb.DuckDBPyConnection) -> None:
    """Say that rows have come past the roll-ups."""
    if _any(connection):
        connection.execute(f"update {_REGISTER} set stale = true")


def blurred(connection: duckdb.DuckDBPyConnection, rollup: Kept) -> bool:
    """Whether something so large has come into a sum and gone out of it that what is left has lost digits.

    Sums of real numbers hold some sixteen. What is left is held against what is usual in the roll-up, too: nought may be left.
    """
    told = connection.execute(f"describe {place(rollup.name)}").fetchall()
    real = [quoting.name(str(row[0])) for row in told if str(row[0]) in rollup.sums and str(row[1]) == "DOUBLE"]
    if not real:
        return False
    usual = ", ".join(f"median(abs({c})) filter (where {c} <> 0) as {c}" for c in real)
    sums = ", ".join(f"struct_pack(top := max(abs({c})), total := sum({c})) as {c}" for c in real)
    lost = " or ".join(
        f"not isfinite(s.{c}.total) or s.{c}.top > {_DIGITS} * greatest(abs(s.{c}.total), u.{c} / 1000)" for c in real
    )
    keys = f"group by {quoting.names(rollup.keys)}" if rollup.keys else ""
    found = connection.execute(
        f"select 1 from (select {sums}, sum(_rows) as n from {place(rollup.name)} {keys}) as s, "
        f"(select {usual} from {place(rollup.name)}) as u where s.n > 0 and ({lost}) limit 1"
    ).fetchall()
    return bool(found)


def mark_stale(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Say that rows have come that are not in a roll-up, nor in those that read its rows."""
    connection.execute(f"update {_REGISTER} set stale = true where name = $name or fact = $name", {"name": name})


def empty_stale(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the rows out of roll-ups that are made anew before they are read: they may tell what is no longer in the store."""
    for (name,) in connection.execute(f"select name from {_REGISTER} where stale").fetchall():
        connection.execute(f"delete from {place(name)}")


def kept_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of all roll-ups."""
    return [str(name) for (name,) in connection.execute(f"select name from {_REGISTER} order by name").fetchall()]


def note_change(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Say that roll-ups are other than they were."""
    connection.execute(f"update {_REGISTER} set version = version + 1 where name in ({quoting.texts(names)})")


def _loaded(connection: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> list[tuple[int]]:
    """The last load of any of some tables."""
    named = f'"table" in ({quoting.texts(tables)})'
    found: list[tuple[int]] = connection.execute(f"select max(batch) from _helder.batches where {named}").fetchall()
    return found


def _left_behind(connection: duckdb.DuckDBPyConnection, fact: str | None) -> bool:
    """Whether a roll-up whose rows another reads is gone or stale."""
    there = connection.execute(f"select 1 from {_REGISTER} where name = ? and not stale", [fact]).fetchall()
    return fact is not None and not there


def _any(connection: duckdb.DuckDBPyConnection) -> bool:
    ((found,),) = connection.execute(f"select count(*) from duckdb_tables() where schema_name = '{ROLLUPS}'").fetchall()
    return bool(found)


def _there(query: Query) -> bool:
    return bool(query(f"select count(*) as n from duckdb_tables() where schema_name = '{ROLLUPS}'")["n"][0].as_py())


def _kept(row: Mapping[str, Any]) -> Kept:
    related = json.loads(row["related"]) if row["related"] else None
    if related is not None:
        related = {table: {kind: tuple(columns) for kind, columns in kinds.items()} for table, kinds in related.items()}
    return Kept(
        row["name"],
        row["spec"],
        tuple(row["keys"]),
        tuple(row["sums"]),
        tuple(row["reads"]),
        related,
        row["stale"],
        row["version"],
        row["built_at"],
        tuple(row.get("looked_up") or ()),
        row.get("fact"),
    )
