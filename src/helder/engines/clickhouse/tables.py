"""How the tables are made: of one key, the row with the largest `_batch` is the one that counts."""

from __future__ import annotations

from collections.abc import Iterable

from helder.model import BATCH, Table

#: Keeps, in time, of rows of one key that with the largest `_batch`; a query with `final` sees only that one, at once.
ENGINE = f"ReplacingMergeTree({BATCH})"

_TYPES = {
    "string": "String",
    "int64": "Int64",
    "float64": "Float64",
    "timestamp(6)": "DateTime64(6, 'UTC')",
    "date": "Date32",
    "boolean": "Bool",
}


def name(text: str) -> str:
    """An identifier, quoted."""
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`") + "`"


def names(several: Iterable[str]) -> str:
    """Identifiers, quoted, with commas between."""
    return ", ".join(map(name, several))


def literal(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def columns(table: Table) -> dict[str, str]:
    """ClickHouse's type of each stored column: all but keys and the load's number may be missing, a map is then empty."""
    return {
        column: "Map(String, Nullable(String))"
        if kind.startswith("map")
        else _TYPES[kind]
        if column in (*table.key, BATCH)
        else f"Nullable({_TYPES[kind]})"
        for column, kind in table.stored.items()
    }


def defined(table: Table) -> str:
    """The columns of a table as they stand in a statement that makes it."""
    return ", ".join(f"{name(column)} {kind}" for column, kind in columns(table).items())


def made(table: Table) -> str:
    """The statement that makes a table."""
    return f"create table if not exists {name(table.name)} ({defined(table)}) engine = {ENGINE} order by ({names(table.key)})"


def grown(table: Table) -> str:
    """The statement that gives a table the columns it lacks."""
    added = ", ".join(f"add column if not exists {name(column)} {kind}" for column, kind in columns(table).items())
    return f"alter table {name(table.name)} {added}"
