"""Records that have too many or too few columns, and the faults that leave a file unreadable."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import duckdb

from helder.connectors.reading.delimited import SEPARATORS, not_utf8, spelled, too_long
from helder.connectors.reading.opened import Opened
from helder.errors import BadInput

_FOUND = """
select line, any_value(csv_line), list(distinct error_type) from reject_errors group by line order by line
"""


@dataclass(frozen=True)
class Misfit:
    """A record of the wrong width: its number in the file, its pieces, and what is wrong."""

    number: int
    pieces: tuple[str, ...]
    reason: str


def misfits(connection: duckdb.DuckDBPyConnection, file: Opened, fitting: int) -> list[Misfit]:
    """The records that the reading of a file set aside; `fitting` others were read.

    Raises BadInput where the rest of the file cannot be relied on: a quote that is not closed, another encoding, a line
    that is too long, another separator, no record that fits.
    """
    if file.separator is None:
        return []
    found = connection.execute(_FOUND).fetchall() if _has_rejects(connection) else []
    for line, text, kinds in found:
        _refuse_unreliable(file, int(line) - file.before, text or "", kinds)
    if found and not fitting:
        raise BadInput(
            f"No record has the {len(file.columns)} columns of the header.",
            where=file.where,
            fix="Check the separator and the header.",
        )
    numbers = _counted(file) if found and _has_blank_lines(file) else [int(line) - file.before for line, *_ in found]
    if len(numbers) != len(found):
        raise BadInput(
            f"{len(found):,} records have another number of columns than the header, and which cannot be told.",
            where=file.where,
            fix="Take out blank lines, then load again to see them.",
        )
    return [_misfit(file, number, str(text or "").strip("\r\n")) for number, (_, text, _) in zip(numbers, found, strict=True)]


def _misfit(file: Opened, number: int, text: str) -> Misfit:
    pieces = _pieces(text, file.separator or ",")
    return Misfit(number, pieces, f"has {len(pieces)} columns, the header has {len(file.columns)}")


def _has_rejects(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute("select count(*) from duckdb_tables() where table_name = 'reject_errors'").fetchone()
    return bool(row and row[0])


def _refuse_unreliable(file: Opened, number: int, text: str, kinds: list[str]) -> None:
    if "INVALID ENCODING" in kinds:
        raise not_utf8(file.where, f"row {number} has bytes that are not")
    if "LINE SIZE OVER MAXIMUM" in kinds:
        raise too_long(file.where, f"at row {number}")
    if "UNQUOTED VALUE" in kinds:
        raise BadInput(
            f"Row {number} has a quotation mark that is not closed as it should: {text.strip()[:60]!r}.",
            where=file.where,
            fix='Where records end cannot be known from there. Write a quotation mark inside quotes twice (""), then load again.',
        )
    assert file.separator is not None
    for other in SEPARATORS:
        if other != file.separator and len(_pieces(text.strip("\r\n"), other)) == len(file.columns) > 1:
            raise BadInput(
                f"Row {number} is separated by {spelled(other)}, the header by {spelled(file.separator)}.",
                where=file.where,
                fix="Write the whole file with one separator.",
            )


def _pieces(text: str, separator: str) -> tuple[str, ...]:
    return tuple(next(csv.reader(text.splitlines(keepends=True), delimiter=separator), []))


def _has_blank_lines(file: Opened) -> bool:
    assert file.plain is not None
    with file.plain.open("rb") as lines:
        return any(not line.strip(b"\r\n") for line in lines)


def _counted(file: Opened) -> list[int]:
    """The numbers of the records of the wrong width, counted one by one: DuckDB counts blank lines too."""
    assert file.plain is not None
    assert file.separator is not None
    with file.plain.open(encoding="utf-8-sig", newline="") as text:
        for _ in range(file.before - file.header):
            text.readline()
        records = (row for row in csv.reader(text, delimiter=file.separator) if row)
        if file.header:
            next(records, None)
        return [number for number, row in enumerate(records, 1) if not _fits(row, len(file.columns))]


def _fits(row: list[str], width: int) -> bool:
    """Whether DuckDB takes a record: one more column than the header has is passed over where it is empty."""
    return len(row) == width or (len(row) == width + 1 and not row[-1])
