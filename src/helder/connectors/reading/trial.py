"""Try a mapping on the beginning of a file: what would become of its rows, with no store and nothing kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from helder.connectors.reading import rows
from helder.connectors.reading.check import FAULTS, NUMBER, RECORD, Rows, check
from helder.connectors.reading.files import opened
from helder.connectors.reading.fit import fit
from helder.connectors.reading.mapping import ROW, Mapping, Section
from helder.connectors.reading.numbering import numbered
from helder.connectors.reading.opened import Opened
from helder.connectors.reading.options import FileOptions
from helder.connectors.reading.records import unreadable
from helder.connectors.reading.structure import misfits
from helder.engines import quoting
from helder.model import Table

if TYPE_CHECKING:
    import pyarrow as pa

#: How much of a text of lines is read, in bytes.
FIRST = 1 << 20
_RECORDS, _CHECKED = "_helder_records", "_helder_checked"
_SHOWN = 5


@dataclass(frozen=True)
class Beginning:
    """The first records of a file as they are read, as texts, by their number; and the file as it was opened."""

    file: Opened
    columns: tuple[str, ...]
    records: dict[int, tuple[str | None, ...]]


@dataclass(frozen=True)
class Flaw:
    """What is wrong with one value of a record. column: of the table, None where the record has the wrong width."""

    row: int
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True)
class Tried:
    """What became of the records for one table: rows accepted and rejected, the flaws, and the first rows as stored."""

    table: Table
    accepted: int
    rejected: int
    flaws: tuple[Flaw, ...]
    stored: pa.Table

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """Column, reason and how many rows, most frequent first."""
        counted = Counter((flaw.column or "", flaw.reason) for flaw in self.flaws)
        return [(column, reason, count) for (column, reason), count in counted.most_common()]


@dataclass(frozen=True)
class Trial:
    """A mapping tried: the records it was tried on, what became of them, and the file's columns that went nowhere."""

    beginning: Beginning
    tried: tuple[Tried, ...]
    unused: tuple[str, ...]


def begin(path: Path, options: FileOptions, *, name: str | None = None, most: int = 20) -> Beginning:
    """The first records of a file. Raises BadInput where it cannot be read."""
    with opened(path, options, name=name, first=FIRST) as file, duckdb.connect() as connection:
        return _taken(connection, file, most)[0]


def trial(path: Path, mapping: Mapping, *, currency: str, name: str | None = None, most: int = 200) -> Trial:
    """Try a mapping on the first records of a file. Raises BadInput or UnknownName as loading it would."""
    with opened(path, mapping.file, name=name, first=FIRST) as file, duckdb.connect() as connection:
        unused = fit(mapping, file)
        beginning, flaws = _taken(connection, file, most)
        try:
            tried = tuple(_tried(connection, file, section, mapping, currency, flaws) for section in mapping.sections)
        except duckdb.Error as error:
            raise unreadable(error, file.where) from error
        return Trial(beginning, tried, unused)


def _taken(connection: duckdb.DuckDBPyConnection, file: Opened, most: int) -> tuple[Beginning, tuple[Flaw, ...]]:
    """The first records, put into a table, and the flaws of those of the wrong width among them."""
    for name, held in file.registered.items():
        connection.register(name, held)
    limit = "" if file.separator else f" limit {most}"
    try:
        connection.execute(f"create temp table {_RECORDS}_read as select * from {file.relation}{limit}")
        fitting = connection.execute(f"select count(*) from {_RECORDS}_read").fetchall()[0][0]
        found = misfits(connection, file, fitting)
        relation = numbered(connection, f"{_RECORDS}_read", found)
        connection.execute(f"create temp table {_RECORDS} as select * from {relation} where {quoting.name(ROW)} <= {most}")
    except duckdb.Error as error:
        raise unreadable(error, file.where) from error
    texts = ", ".join(f"{quoting.name(name)}::varchar" for name in file.columns)
    number = quoting.name(ROW)
    records = connection.execute(f"select {number}, {texts} from {_RECORDS} order by {number}").fetchall()
    flaws = tuple(Flaw(misfit.number, None, None, misfit.reason) for misfit in found if misfit.number <= most)
    width = len(file.columns)
    others = {one.number: (*one.pieces[:width], *([None] * (width - len(one.pieces)))) for one in found if one.number <= most}
    together = {int(row[0]): tuple(row[1:]) for row in records} | others
    return Beginning(file, tuple(file.columns), dict(sorted(together.items()))), flaws


def _tried(
    connection: duckdb.DuckDBPyConnection,
    file: Opened,
    section: Section,
    mapping: Mapping,
    currency: str,
    misfitting: Sequence[Flaw],
) -> Tried:
    relation = _RECORDS if rows.plain(section) else rows.cleaned(_RECORDS, file.columns, mapping.file)
    for step in rows.steps(section, relation, mapping.file):
        relation = step.relation
    offered = Rows(relation, file.columns, mapping.file, number=quoting.name(ROW))
    connection.execute(f"drop table if exists {_CHECKED}")
    check(connection, _CHECKED, replace(section, sources=rows.sources(section)), offered, currency=currency)
    faulty = connection.execute(
        f"select {NUMBER}, unnest({FAULTS}) as fault from {_CHECKED} where {FAULTS} is not null order by {NUMBER}"
    ).fetchall()
    flaws = (*misfitting, *(Flaw(int(row), f["column"], f["value"], f["reason"]) for row, f in faulty))
    kept = connection.sql(
        f"select * exclude ({NUMBER}, {RECORD}, {FAULTS}) from {_CHECKED} where {FAULTS} is null order by {NUMBER} limit {_SHOWN}"
    ).to_arrow_table()
    accepted, rejected = connection.execute(
        f"select count(*) filter ({FAULTS} is null), count(*) filter ({FAULTS} is not null) from {_CHECKED}"
    ).fetchall()[0]
    return Tried(
        section.table,
        int(accepted),
        int(rejected) + len(misfitting),
        tuple(sorted(flaws, key=lambda flaw: flaw.row)),
        kept,
    )
