"""Rows as they were taken in, checked, and how they are written into the journal."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helder.connectors.arriving.receipt import Rejected
from helder.query.encode import arrow_of

if TYPE_CHECKING:
    import pyarrow as pa

_LENGTH = struct.Struct("<Q")


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
    rows: pa.Table
    refused: tuple[Refused, ...] = field(default=())


def written(group: Iterable[Arrived]) -> bytes:
    """A group as the content of a record."""
    pieces: list[bytes] = []
    for one in group:
        about = {"table": one.table, "sources": one.sources, "refused": [_told(row) for row in one.refused]}
        for piece in (json.dumps(about).encode(), arrow_of(one.rows, stream=True)):
            pieces += (_LENGTH.pack(len(piece)), piece)
    return b"".join(pieces)


def read(content: bytes) -> Iterator[Arrived]:
    """The group that a record holds."""
    import pyarrow as pa

    pieces = list(_pieces(content))
    for about, rows in zip(pieces[::2], pieces[1::2], strict=True):
        told = json.loads(about)
        with pa.ipc.open_stream(pa.py_buffer(rows)) as stream:
            table = stream.read_all()
        yield Arrived(told["table"], tuple(told["sources"]), table, tuple(_refused(row) for row in told["refused"]))


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
