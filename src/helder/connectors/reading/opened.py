"""A file that has been opened: what DuckDB reads, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helder.errors import BadInput

if TYPE_CHECKING:
    import pyarrow as pa

#: The DuckDB type of a column that holds texts as they were written.
TEXT = "VARCHAR"


class Unreadable(BadInput):
    """A file that nothing said about it makes readable."""


@dataclass(frozen=True)
class Opened:
    """A file as DuckDB reads it.

    columns: its column names in order, with their DuckDB types. relation: SQL that reads them, one row a record, in the
    file's order. where: the file as the user named it. source: its name without folder. registered: rows held in
    memory, by the name the relation uses. separator: of a delimited file, whose records of the wrong width DuckDB sets
    aside; header: whether it has one; before: lines before the first record; plain: the delimited text itself.
    numbered: whether the relation has each record's number, as `row`. form: one of FORMATS. encoding: of a text. sheets: of a
    workbook. members: the files in a zip archive.
    """

    columns: Mapping[str, str]
    relation: str
    where: str
    source: str = ""
    registered: Mapping[str, pa.Table] = field(default_factory=dict)
    separator: str | None = None
    header: bool = False
    before: int = 0
    plain: Path | None = None
    numbered: bool = False
    form: str = ""
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
