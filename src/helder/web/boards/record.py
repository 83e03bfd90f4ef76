"""Rows behind a number as people are shown them: money in its currency's units, personal data masked, nothing a formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from helder.model import BATCH, TABLES, Kind
from helder.model.money import minor_units

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = tuple(column for table in TABLES.values() for column in table.columns)
_DAYS = frozenset(column.day for table in TABLES.values() for column in table.dated)
#: Columns of the data model that hold personal data, whatever table they came from.
PERSONAL = frozenset(column.name for column in _COLUMNS if column.personal)
#: What is masked without the right to see it: personal data, and which employee a row is about, as small groups are hidden.
HIDDEN = PERSONAL | {"employee_id", "reviewer_id"}
MASK = "•••"
#: Amounts: those of the data model, and what the orders' fact works out from them.
_MONEY = frozenset(column.name for column in _COLUMNS if column.kind is Kind.MONEY) | {"returned", "net"}


def columns(table: pa.Table) -> list[str]:
    """The columns people are shown: all but the load's number and the stored local days."""
    return [name for name in table.column_names if name != BATCH and name not in _DAYS]


def texts(table: pa.Table, *, personal: bool) -> Iterator[list[str]]:
    """The shown columns of every row as texts; personal ones masked where `personal` is false."""
    names = columns(table)
    for row in table.to_pylist():
        yield [MASK if name in HIDDEN and not personal and row[name] is not None else _text(name, row) for name in names]


def neutral(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay as they are."""
    if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") and not _is_number(text):
        return f"'{text}"
    return text


def _text(name: str, row: Mapping[str, Any]) -> str:
    value = row[name]
    if value is None:
        return ""
    if name in _MONEY:
        return f"{value:.{len(str(minor_units(row.get('currency')))) - 1}f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return ", ".join(f"{key}: {item}" for key, item in value)
    return str(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
