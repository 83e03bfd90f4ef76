"""Figures as CSV, as a workbook and as Parquet: exact numbers, days as days, and no text that is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from helder.web.boards.record import neutral
from helder.web.reports.figures import Figures

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

#: What is known of a table, as pairs of a name and a text.
Facts = Sequence[tuple[str, str]]
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Columns in the unit of their row.
_IN_UNIT = ("value", "low", "high", "previous", "change", "from", "to")
_INTEGERS = ("n", "version")
_FLAGS = ("provisional", "suppressed", "significant", "partial")
_NUMBERS = (*_IN_UNIT, "numerator", "denominator", "p", "score")
_LONGEST = 32_767  # characters of a cell


def as_csv(figures: Figures, about: Facts) -> bytes:
    """Figures as CSV in UTF-8, a header above."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(figures.columns)
    writer.writerows([_text(row[name]) for name in figures.columns] for row in figures.rows)
    return text.getvalue().encode()


def as_workbook(figures: Figures, about: Facts) -> bytes:
    """Figures as a workbook: the table in its first sheet, what it is about in its second."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Figures")
    sheet.freeze_panes = "A2"
    for i, name in enumerate(figures.columns):
        sheet.column_dimensions[_letter(i)].width = 22 if name in ("metric", "title", "comment") else 13
    sheet.append([_cell(sheet, name, bold=True) for name in figures.columns])
    for row in figures.rows:
        sheet.append([_cell(sheet, row[name], _format_of(name, row.get("unit"), row[name])) for name in figures.columns])
    facts = book.create_sheet("About")
    facts.column_dimensions["A"].width, facts.column_dimensions["B"].width = 18, 70
    for name, told in about:
        facts.append([_cell(facts, name, bold=True), _cell(facts, told)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_parquet(figures: Figures, about: Facts) -> bytes:
    """Figures as Parquet; what they are about is in its metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = {name: _array([row[name] for row in figures.rows], name) for name in figures.columns}
    table = pa.table(columns).replace_schema_metadata({f"helder.{name}": told for name, told in about})
    file = io.BytesIO()
    parquet.write_table(table, file)
    return file.getvalue()


#: By the end of a file's name: the type of its content, and what makes it.
FORMS: dict[str, tuple[str, Callable[[Figures, Facts], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": (_SHEET, as_workbook),
    "parquet": ("application/vnd.apache.parquet", as_parquet),
}


def _array(values: list[Any], name: str) -> Any:
    import pyarrow as pa

    if name == "start":
        hours = any(isinstance(value, datetime) for value in values)
        days = [_midnight(value) for value in values] if hours else values
        return pa.array(days, type=pa.timestamp("us") if hours else pa.date32())
    kinds = {**dict.fromkeys(_NUMBERS, pa.float64()), **dict.fromkeys(_INTEGERS, pa.int64()), **dict.fromkeys(_FLAGS, pa.bool_())}
    if name in kinds:
        return pa.array(values, type=kinds[name])
    if name == "answered_at":
        return pa.array(values, type=pa.timestamp("us"))
    known = {type(value) for value in values if value is not None}
    return (
        pa.array(values, type=pa.int64()) if known == {int} else pa.array([_plain(value) for value in values], type=pa.string())
    )


def _midnight(value: Any) -> datetime | None:
    return value if value is None or isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return neutral(value) if isinstance(value, str) else str(value)


def _format_of(name: str, unit: Any, value: Any) -> str | None:
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    if isinstance(value, date):
        return "yyyy-mm-dd"
    if name == "n":
        return "#,##0"
    if name not in _IN_UNIT or unit is None:
        return "0.0000" if name == "p" else None
    if unit == "share":
        return "0.0%"
    return "#,##0.00" if len(unit) == 3 and unit.isupper() else "#,##0" if unit == "count" else "#,##0.0"


def _cell(sheet: Any, value: Any, written: str | None = None, *, bold: bool = False) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    is_text = isinstance(value, str)
    cell = WriteOnlyCell(
        sheet, value=ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)[:_LONGEST] if is_text else value
    )
    if is_text:
        cell.data_type = "s"  # a text that begins with = is still a text
    if written:
        cell.number_format = written
    if bold:
        cell.font = Font(bold=True)
    return cell


def _letter(i: int) -> str:
    from openpyxl.utils import get_column_letter

    letter: str = get_column_letter(i + 1)
    return letter
