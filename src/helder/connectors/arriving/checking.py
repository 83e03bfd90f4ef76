"""Checking rows that arrive: the same check as that of files, over rows given as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from helder.connectors.arriving.receipt import Rejected
from helder.connectors.reading.check import FAULTS, NUMBER, Rows, checking
from helder.connectors.reading.mapping import matching
from helder.connectors.reading.opened import TEXT
from helder.connectors.reading.options import FileOptions
from helder.engines import quoting
from helder.errors import BadInput
from helder.model import Table

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
_GIVEN = "_helder_given"


class Checker:
    """Checks rows against tables. For one thread at a time. currency: that of amounts whose rows name none."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._connection = duckdb.connect(config={"threads": 1})
        self._connection.execute("set TimeZone = 'UTC'")  # a text without offset is UTC, wherever this runs
        self._made: dict[str, str] = {}

    def check(self, table: Table, rows: Sequence[Row]) -> tuple[pa.Table, list[Rejected]]:
        """The rows without fault as the table stores them, with their place in _number; and the faults of the others.

        Raises BadInput for a column that the table does not have.
        """
        known_columns(table, rows)
        checked = self._connection.sql(self._sql(table), params={"rows": json.dumps(rows, default=plain)}).to_arrow_table()
        import pyarrow.compute as pc

        well = pc.is_null(checked[FAULTS])
        faults = checked.filter(pc.invert(well)).select([NUMBER, FAULTS]).to_pylist()
        found = [
            Rejected(row[NUMBER], fault["column"], fault["value"], fault["reason"]) for row in faults for fault in row[FAULTS]
        ]
        return checked.filter(well).drop_columns([FAULTS, "_record"]), found

    def close(self) -> None:
        """Let go of what was opened."""
        self._connection.close()

    def _sql(self, table: Table) -> str:
        if table.name not in self._made:
            names = [column.name for column in table.columns]
            structure = quoting.literal(json.dumps([dict.fromkeys(names, TEXT)]))
            given = f"(select unnest(from_json($rows::json, {structure})) as {_GIVEN})"
            numbered = f"(select row_number() over () as {NUMBER}_given, {_GIVEN}.* from {given})"
            offered = Rows(numbered, dict.fromkeys(names, TEXT), FileOptions(), number=f"{NUMBER}_given")
            section = matching(table, names, where=table.name)
            self._made[table.name] = checking(section, offered, currency=self._currency)
        return self._made[table.name]


def known_columns(table: Table, rows: Iterable[Row]) -> None:
    """Raises BadInput where a row has a column that the table does not."""
    given = {name for row in rows for name in row}
    matching(table, sorted(given - table.by_name.keys()), where=table.name)


def plain(value: Any) -> str:
    """A value that JSON has no form for, as the text that is read as it."""
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)).isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise BadInput(f"A value cannot be a {type(value).__name__}: {value!r}.", fix="Give text, a number, a date or yes and no.")
