"""Checking rows that arrive: the same check as that of files, over rows given as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from helder.connectors.arriving.arrived import FEW, Columns, table_of
from helder.connectors.arriving.plainly import Plainly
from helder.connectors.arriving.receipt import Rejected
from helder.connectors.reading.check import FAULTS, NUMBER, RECORD, Rows, checking
from helder.connectors.reading.mapping import matching
from helder.connectors.reading.opened import TEXT
from helder.connectors.reading.options import FileOptions
from helder.engines import quoting
from helder.engines.bars import KeptOut
from helder.errors import BadInput
from helder.model import Kind, Table

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
_GIVEN = "_helder_given"
#: Letters that are told of a value at fault that is long.
_TOLD = 200


@dataclass(frozen=True)
class Fault:
    """A row at fault. number: its place among those checked, from 1. record: its values, in the order of the table's columns."""

    number: int
    record: tuple[str | None, ...]
    faults: tuple[Rejected, ...]


class Checker:
    """Checks rows against tables. For one thread at a time.

    currency: that of amounts whose rows name none. kept_out: the erased customers whose rows are refused, which can be set anew.
    """

    def __init__(self, currency: str, kept_out: KeptOut | None = None) -> None:
        self._currency = currency
        self.kept_out = kept_out or KeptOut(None, {})
        self._connection = duckdb.connect(config={"threads": 1})
        self._connection.execute("set TimeZone = 'UTC'")  # a text without offset is UTC, wherever this runs
        self._made: dict[str, str] = {}
        self._plain: dict[str, Plainly] = {}

    def check(self, table: Table, rows: Sequence[Row]) -> tuple[pa.Table | Columns, tuple[Fault, ...]]:
        """The rows without fault as the table stores them, without columns that none of them has; and the others."""
        folded = [_folded(row) for row in rows] if any("." in name for name in set().union(*rows)) else rows
        out = self._kept_out(table, folded) if self.kept_out.any else {}
        stored = None if out else self._plainly(table).stored(folded)
        if stored is not None:
            return stored if len(rows) <= FEW else table_of(table, stored), ()
        nested = {number: fault for number, row in enumerate(folded, 1) if (fault := _nested(table, row, number)) is not None}
        apart = {**nested, **out}
        if not apart:
            return self.checked(table, folded)
        places = [number for number in range(1, len(folded) + 1) if number not in apart]
        kept, faults = self.checked(table, [folded[number - 1] for number in places])
        told = [*apart.values(), *(_at(fault, places[fault.number - 1]) for fault in faults)]
        return kept, tuple(sorted(told, key=lambda fault: fault.number))

    def checked(self, table: Table, rows: Sequence[Row]) -> tuple[pa.Table, tuple[Fault, ...]]:
        """What the whole check makes of rows."""
        import pyarrow.compute as pc

        given = json.dumps(rows, default=plain)
        found = self._connection.sql(self._sql(table), params={"rows": given}).to_arrow_table()
        well = pc.is_null(found[FAULTS])
        kept = found.filter(well).drop_columns([NUMBER, RECORD, FAULTS])
        kept = kept.select([name for name in kept.column_names if kept[name].null_count < kept.num_rows])
        return kept, tuple(map(_fault, found.filter(pc.invert(well)).select([NUMBER, RECORD, FAULTS]).to_pylist()))

    def _kept_out(self, table: Table, rows: Sequence[Row]) -> dict[int, Fault]:
        """By number, the fault of rows that name a customer who was erased, of which nothing is kept."""
        return {
            number: Fault(number, (), (Rejected(number, why[0], None, why[1]),))
            for number, row in enumerate(rows, 1)
            if (why := self.kept_out.why(table, row)) is not None
        }

    def _plainly(self, table: Table) -> Plainly:
        if table.name not in self._plain:
            self._plain[table.name] = Plainly(table, self._currency)
        return self._plain[table.name]

    def close(self) -> None:
        """Let go of what was opened."""
        self._connection.close()

    def _sql(self, table: Table) -> str:
        if table.name not in self._made:
            names = [column.name for column in table.columns]
            structure = quoting.literal(json.dumps([dict.fromkeys(names, TEXT)]))
            given = f"(select unnest(from_json($rows::json, {structure})) as {_GIVEN})"
            numbered = f"(select row_number() over () as {NUMBER}_given, {_GIVEN}.* from {given})"
            number = f"{NUMBER}_given"
            offered = Rows(numbered, dict.fromkeys(names, TEXT), FileOptions(), record=tuple(names), number=number)
            section = matching(table, names, where=table.name)
            self._made[table.name] = checking(section, offered, currency=self._currency)
        return self._made[table.name]


def known_columns(table: Table, rows: Iterable[Row]) -> None:
    """Raises BadInput where a row has a column that the table does not."""
    given = set[str]().union(*rows)
    matching(table, sorted(given - table.by_name.keys()), where=table.name)


def _folded(row: Row) -> Row:
    """A row whose entries of a map, as attributes.colour, are in the map."""
    entries = [name for name in row if "." in name]
    if not entries:
        return row
    folded = {name: value for name, value in row.items() if "." not in name}
    for name in entries:
        column, _, entry = name.partition(".")
        folded[column] = {**(folded.get(column) or {}), entry: row[name]}
    return folded


def _nested(table: Table, row: Row, number: int) -> Fault | None:
    """The fault of a row with a list or an object where a single value belongs: as a text it would be taken for one."""
    told = [
        Rejected(number, name, json.dumps(value, default=plain)[:_TOLD], "is a list or an object, not a single value")
        for name, value in row.items()
        if isinstance(value, list | dict) and name in table.by_name and table.by_name[name].kind is not Kind.MAP
    ]
    if not told:
        return None
    values = (row.get(column.name) for column in table.columns)
    record = tuple(one if one is None or isinstance(one, str) else json.dumps(one, default=plain) for one in values)
    return Fault(number, record, tuple(told))


def _at(fault: Fault, number: int) -> Fault:
    return Fault(number, fault.record, tuple(replace(one, row=number) for one in fault.faults))


def _fault(found: Mapping[str, Any]) -> Fault:
    number = found[NUMBER]
    told = (Rejected(number, fault["column"], fault["value"], fault["reason"]) for fault in found[FAULTS])
    return Fault(number, tuple(found[RECORD]), tuple(told))


def plain(value: Any) -> str:
    """A value that JSON has no form for, as the text that is read as it."""
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)).isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise BadInput(f"A value cannot be a {type(value).__name__}: {value!r}.", fix="Give text, a number, a date or yes and no.")
