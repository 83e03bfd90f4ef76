"""Rows as they were taken in, checked, and how they are written into the journal.

Few rows stay lists until they come into the store, many at once: to make a table of one row takes longer than to check it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from helder.connectors.arriving.receipt import Rejected
from helder.model import TABLES, Kind, Table
from helder.query.encode import arrow_of

if TYPE_CHECKING:
    import pyarrow as pa

_LENGTH = struct.Struct("<Q")
#: Rows up to which they stay lists.
FEW = 32
#: The values of some rows as stored, by column, of the columns that any of them has.
Columns: TypeAlias = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Refused:
    """A row that is not accepted. record: its values as texts, in the order of the table's columns."""

    source: str
    record: tuple[str | None, ...]
    faults: tuple[Rejected, ...]


@dataclass(frozen=True)
class Arrived:
    """What one group of sends brought for one table, in the order it came. rows: those accepted, as stored, without columns that
    none of them has."""

    table: str
    sources: tuple[str, ...]
    rows: pa.Table | Columns
    refused: tuple[Refused, ...] = field(default=())


def table_of(table: Table, columns: Columns) -> pa.Table:
    """Values as stored, by column, as a table."""
    import pyarrow as pa

    names = [column.name for column in table.columns if column.name in columns]
    return pa.table({name: pa.array(columns[name], table.by_name[name].kind.arrow) for name in names})


def joined(table: Table, some: Iterable[Arrived]) -> pa.Table | None:
    """The rows that arrived for one table, in order; None where there are none."""
    import pyarrow as pa

    found: list[pa.Table] = []
    for _, group in groupby((one.rows for one in some), lambda rows: isinstance(rows, Mapping)):
        run = list(group)
        found += [rows for rows in run if not isinstance(rows, Mapping)]
        if listed := [rows for rows in run if isinstance(rows, Mapping)]:
            found.append(table_of(table, _one_after_the_other(listed)))
    found = [rows for rows in found if rows.num_rows]
    return pa.concat_tables(found, promote_options="default") if found else None


def _one_after_the_other(some: Sequence[Columns]) -> Columns:
    together: dict[str, list[Any]] = {name: [] for columns in some for name in columns}
    for columns in some:
        nothing = [None] * max(map(len, columns.values()), default=0)
        for name, values in together.items():
            values += columns.get(name, nothing)
    return together


def written(group: Iterable[Arrived]) -> bytes:
    """A group as the content of a record."""
    pieces: list[bytes] = []
    for one in group:
        about: dict[str, Any] = {"table": one.table, "sources": one.sources, "refused": [_told(row) for row in one.refused]}
        if isinstance(one.rows, Mapping):
            about["listed"] = True
            rows = json.dumps(one.rows, default=lambda value: value.isoformat()).encode()
        else:
            rows = arrow_of(one.rows, stream=True)
        for piece in (json.dumps(about).encode(), rows):
            pieces += (_LENGTH.pack(len(piece)), piece)
    return b"".join(pieces)


def read(content: bytes) -> Iterator[Arrived]:
    """The group that a record holds."""
    pieces = list(_pieces(content))
    for about, rows in zip(pieces[::2], pieces[1::2], strict=True):
        told = json.loads(about)
        # A Helder that listed none says nothing of it.
        kept = _listed(TABLES[told["table"]], rows) if told.get("listed") else _streamed(rows)
        yield Arrived(told["table"], tuple(told["sources"]), kept, tuple(_refused(row) for row in told["refused"]))


def _streamed(rows: bytes) -> pa.Table:
    import pyarrow as pa

    with pa.ipc.open_stream(pa.py_buffer(rows)) as stream:
        return stream.read_all()


#: What JSON has no form for, as it is read again.
_READ: dict[Kind, Callable[[Any], Any]] = {
    Kind.INSTANT: datetime.fromisoformat,
    Kind.DATE: date.fromisoformat,
    Kind.MAP: lambda pairs: [tuple(pair) for pair in pairs],
}


def _listed(table: Table, rows: bytes) -> Columns:
    found: dict[str, list[Any]] = json.loads(rows)
    for name, values in found.items():
        read_again = _READ.get(table.by_name[name].kind)
        if read_again is not None:
            found[name] = [None if value is None else read_again(value) for value in values]
    return found


def _pieces(content: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        (length,) = _LENGTH.unpack_from(content, at)
        at += _LENGTH.size
        yield content[at : at + length]
        at += length


def _told(row: Refused) -> list[object]:
    return [row.source, row.record, [[fault.row, fault.column, fault.value, fault.reason] for fault in row.faults]]


def _refused(told: Sequence[object]) -> Refused:
    source, record, faults = told
    assert isinstance(source, str)
    assert isinstance(record, list)
    assert isinstance(faults, list)
    return Refused(source, tuple(record), tuple(Rejected(*fault) for fault in faults))
