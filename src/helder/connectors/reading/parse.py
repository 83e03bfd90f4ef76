"""Text made into a column's type: the SQL for it, exact, and null where it cannot be done."""

from __future__ import annotations

from helder.connectors.reading import clock
from helder.connectors.reading.mapping import Source
from helder.connectors.reading.options import FileOptions
from helder.engines import quoting
from helder.model import Column, Kind

_WHOLE = r"\s*[+-]?\d+(\.0+)?\s*"
_DECIMALS = 12  # of money, before it is made minor units
_AMOUNT = rf"\s*[+-]?\d{{1,15}}(\.\d{{0,{_DECIMALS}}}0*)?\s*"
_ROUGH_AMOUNT = r"\s*[+-]?\d{1,15}(\.\d*)?\s*"

#: What a text should have been, by kind.
EXPECTED = {
    Kind.INTEGER: "is not a whole number",
    Kind.NUMBER: "is not a number",
    Kind.MONEY: "is not an amount such as 1234.50",
    Kind.INSTANT: "is not a date and time that exists",
    Kind.DATE: "is not a date that exists",
    Kind.BOOLEAN: "is neither yes nor no",
    Kind.MAP: "is not a JSON object",
}

#: DuckDB types that are taken as they are, by kind.
READY = {
    Kind.TEXT: ("VARCHAR",),
    Kind.INTEGER: ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"),
    Kind.NUMBER: ("DOUBLE", "FLOAT", "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"),
    Kind.INSTANT: ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP WITH TIME ZONE"),
    Kind.DATE: ("DATE",),
    Kind.BOOLEAN: ("BOOLEAN",),
    Kind.MAP: ("MAP(VARCHAR, VARCHAR)",),
    Kind.MONEY: (),
}

_STORED = {
    Kind.TEXT: "varchar",
    Kind.INTEGER: "bigint",
    Kind.NUMBER: "double",
    Kind.INSTANT: "timestamp",
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
    Kind.MAP: "map(varchar, varchar)",
    Kind.MONEY: "bigint",
}


def stored(kind: Kind) -> str:
    """The DuckDB type a kind is stored as."""
    return _STORED[kind]


def ready(given: str, kind: Kind, sql_type: str) -> str:
    """A value of a ready type as stored; a number that is not a number, which is how frames write none, as none."""
    if kind is Kind.INSTANT and sql_type == "TIMESTAMP WITH TIME ZONE":
        return f"({given} at time zone 'UTC')"
    if kind is Kind.NUMBER and sql_type in ("DOUBLE", "FLOAT"):
        return f"case when not isnan({given}) then {given}::double end"
    return f"{given}::{stored(kind)}"


def read(given: str, column: Column, source: Source, file: FileOptions) -> str:
    """A text as a value of its kind, not yet settled: a bare amount, a local time; null where it cannot be read."""
    kind = column.kind
    if kind in (Kind.INTEGER, Kind.NUMBER, Kind.MONEY):
        given = _plain(given, file)
    if kind is Kind.INTEGER:
        return f"case when regexp_full_match({given}, '{_WHOLE}') then try_cast({given} as bigint) end"
    if kind is Kind.NUMBER:
        return f"case when not contains({given}, '_') then try_cast({given} as double) end"
    if kind is Kind.MONEY:
        written = _ROUGH_AMOUNT if source.rounded else _AMOUNT
        return f"case when regexp_full_match({given}, '{written}') then try_cast({given} as decimal(30, {_DECIMALS})) end"
    if kind is Kind.INSTANT:
        return clock.read(given, source.formats, source.zone)
    if kind is Kind.DATE:
        return (
            f"try_strptime({given}, [{quoting.texts(source.formats)}])::date" if source.formats else f"try_cast({given} as date)"
        )
    if kind is Kind.BOOLEAN:
        return f"try_cast({given} as boolean)"
    if kind is Kind.MAP:
        return f"try_cast(try_cast({given} as json) as map(varchar, varchar))"
    return given


def settled(value: str, given: str, column: Column, source: Source, minor: str) -> str:
    """A value as read, as stored; null where it cannot be.

    minor: SQL for the minor units in a unit of the row's currency. Money keeps decimals it has too many of.
    """
    kind = column.kind
    if kind is Kind.INSTANT:
        return clock.settled(value, given, source.formats, source.zone)
    if kind in (Kind.NUMBER, Kind.DATE):
        value = f"case when isfinite({value}) then {value} end"
    if kind is Kind.MONEY:
        value = f"{value} * {minor}"
    if source.times and kind in (Kind.INTEGER, Kind.NUMBER, Kind.MONEY):
        value = f"({value}) * {source.times}"
    return f"round({value})" if source.rounded and kind is Kind.MONEY else value


def _plain(given: str, file: FileOptions) -> str:
    """A number with a point for its decimals and nothing between its thousands."""
    if file.thousands:
        given = f"replace({given}, {quoting.literal(file.thousands)}, '')"
    if file.decimal != ".":
        point = given if file.thousands == "." else f"nullif({given}, case when contains({given}, '.') then {given} end)"
        given = f"replace({point}, {quoting.literal(file.decimal)}, '.')"
    return given
