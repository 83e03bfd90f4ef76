"""Another tool's figures: a table with a period, dimensions and a value, as people export it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from helder.errors import BadInput, UnknownName
from helder.metrics import Metric
from helder.metrics.unit import MONEY, NUMBER, POINTS, SECONDS, SHARE
from helder.query.answer import label_columns
from helder.query.reconcile.numbers import Shown, shown
from helder.query.reconcile.spans import Labels, labels

if TYPE_CHECKING:
    import pyarrow as pa

_PERIODS = ("start", "date", "day", "week", "month", "quarter", "year", "period")
_COUNTS = ("n", "count")
#: What Helder's own exports have besides.
_BESIDE = frozenset(
    ("metric", "numerator", "denominator", "low", "high", "provisional", "suppressed", "unit", "version", "previous", "change",
     "p", "significant", "partial")
)  # fmt: skip
#: How a number may be meant, by unit: in words, and what makes it one of ours.
_READINGS: Mapping[str, tuple[tuple[str, float], ...]] = {
    SHARE.name: (("a fraction", 1.0), ("per cent", 0.01)),
    POINTS.name: (("points", 1.0), ("a fraction", 100.0)),
    SECONDS.name: (("seconds", 1.0), ("minutes", 60.0), ("hours", 3600.0), ("days", 86_400.0)),
    MONEY.name: (("units", 1.0), ("thousands", 1000.0)),
    NUMBER.name: (("units", 1.0), ("thousands", 1000.0)),
}


@dataclass(frozen=True)
class Cell:
    """One of their figures. line: where it stands, from 1. key: dimensions, then labels, as text without case."""

    line: int
    start: date | None
    shown: tuple[str, ...]
    key: tuple[str, ...]
    value: float | None
    n: int | None


@dataclass(frozen=True)
class Theirs:
    """Their figures. by: dimensions. apart: whether they say what figures are kept apart by. digits: decimals shown."""

    cells: tuple[Cell, ...]
    by: tuple[str, ...]
    labels: tuple[str, ...]
    grain: str | None
    readings: tuple[tuple[str, float], ...]
    digits: int


def text_of(value: Any) -> str:
    """A dimension's value as it is compared: without case; nothing where there is none."""
    text = "" if value is None else str(value).strip().casefold()
    return "" if text in ("(none)", "none", "null", "nan", "<na>") else text


def theirs(table: Any, metric: Metric, grain: str | None) -> Theirs:
    """Their figures from a table: pandas, Polars, Arrow or records. Raises BadInput or UnknownName for what cannot be read."""
    rows = _arrow(table)
    columns = _columns(rows.column_names, metric)
    if not rows.num_rows:
        raise BadInput("It has no figures.", where="theirs", fix="Give one row for each figure.")
    values = shown(rows[columns["value"]].to_pylist(), columns["value"])
    period = rows[columns["period"]].to_pylist() if "period" in columns else None
    starts = labels(period, columns["period"].strip().lower(), grain) if period is not None else Labels(grain, None)
    counts = shown(rows[columns["n"]].to_pylist(), columns["n"]) if "n" in columns else None
    apart = [name for name in label_columns(metric) if name]
    by = tuple(name for name in columns if name in metric.dimensions and name not in apart)
    said = tuple(name for name in apart if name in columns)
    texts = [rows[columns[name]].to_pylist() for name in (*by, *said)]
    cells = tuple(
        Cell(
            line=i + 1,
            start=starts.starts[i] if starts.starts else None,
            shown=tuple("" if column[i] is None else str(column[i]) for column in texts),
            key=tuple(text_of(column[i]) for column in texts),
            value=values.numbers[i],
            n=_count(counts, i),
        )
        for i in range(rows.num_rows)
    )
    _check_twice(cells)
    return Theirs(cells, by, said, starts.grain, _readings(metric, values), values.digits)


def _count(counts: Shown | None, i: int) -> int | None:
    found = counts.numbers[i] if counts else None
    return None if found is None else round(found)


def _arrow(table: Any) -> pa.Table:
    import pyarrow as pa

    if isinstance(table, list):
        return pa.Table.from_pylist(table)
    found = table.to_arrow() if hasattr(table, "to_arrow") else table
    if not isinstance(found, pa.Table):
        try:
            found = pa.Table.from_pandas(table, preserve_index=False)
        except (AttributeError, TypeError, ValueError) as error:
            raise BadInput(
                f"A {type(table).__name__} cannot be read as a table.",
                where="theirs",
                fix="Give a pandas, Polars or Arrow table.",
            ) from error
    return found


def _columns(names: Iterable[str], metric: Metric) -> dict[str, str]:
    """Their columns by what each is: period, value, n, or the name of a dimension or label."""
    found: dict[str, str] = {}
    values = ("value", metric.name, *(title.lower() for title in metric.titles.values()))
    labelled = tuple(name for name in label_columns(metric) if name)
    for name in (name for name in names if name.strip().lower() not in _BESIDE):
        plain = name.strip().lower()
        word = plain.replace(" ", "_")
        if word in metric.dimensions or word in labelled:
            role = word
        elif word in _PERIODS:
            role = "period"
        elif plain in values or word in values:
            role = "value"
        elif word in _COUNTS:
            role = "n"
        else:
            known = (*_PERIODS[:2], "value", "n", *metric.dimensions, *labelled)
            raise UnknownName("column of their figures", name, known, where="theirs")
        if role in found:
            raise BadInput(f"Two columns say the same: {found[role]} and {name}.", where="theirs", fix="Leave one of them out.")
        found[role] = name
    if "value" not in found:
        raise BadInput("It has no column value.", where="theirs", fix=f"Name the column with their figures value, or {metric}.")
    return found


def _check_twice(cells: tuple[Cell, ...]) -> None:
    first: dict[object, int] = {}
    for cell in cells:
        line = first.setdefault((cell.start, cell.key), cell.line)
        if line != cell.line:
            raise BadInput(
                f"Rows {line} and {cell.line} are of the same period and dimensions.", where="theirs",
                fix="Give one figure for each; add the column that tells them apart.",
            )  # fmt: skip


def _readings(metric: Metric, values: Shown) -> tuple[tuple[str, float], ...]:
    if values.unit == "%":
        return (("per cent", 0.01 if metric.unit is SHARE else 1.0),)
    if values.unit == "clock":
        return (("hours, minutes and seconds", 1.0),)
    return _READINGS.get(metric.unit.name, (("as shown", 1.0),))
