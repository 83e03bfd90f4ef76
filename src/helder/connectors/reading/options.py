"""How a file is written: what the [file] part of a mapping can say."""

from __future__ import annotations

from dataclasses import dataclass

#: The forms of files Helder reads.
FORMATS = ("csv", "tsv", "json", "ndjson", "parquet", "excel")

#: The separator that stands for any run of spaces and tabs.
WHITESPACE = "whitespace"


@dataclass(frozen=True)
class FileOptions:
    """How a file is written, where its content does not tell.

    format: one of FORMATS. separator: one character, or "whitespace". encoding: as Python names it. header: whether the
    first record names the columns. columns: the names to use instead. skip: lines before the header. sheet: of a
    workbook. member: of a zip archive. missing: texts that stand for no value, in every column. decimal: the decimal
    sign of numbers. thousands: the sign between thousands, taken out of numbers.
    """

    format: str | None = None
    separator: str | None = None
    encoding: str | None = None
    header: bool = True
    columns: tuple[str, ...] = ()
    skip: int = 0
    sheet: str | None = None
    member: str | None = None
    missing: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str | None = None
