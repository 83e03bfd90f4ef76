"""Matrices whose shade is the figure: the hours of the week, and cohorts by months since their first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from helder.boards.pictures import WEEK
from helder.facts.titles import weekdays
from helder.web.boards import figure
from helder.web.boards.data import Cut, Row
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.writing import language

#: Shades beside "nothing".
SHADES = 9
_MOST_COHORTS, _MOST_MONTHS = 24, 18


@dataclass(frozen=True)
class Shade:
    """One cell: its figure, and its shade from 0 to SHADES; None where there is none."""

    text: str
    full: str
    shade: int | None


@dataclass(frozen=True)
class Head:
    """What a row or a column is of. href: the board narrowed to it, or no longer where it is chosen; None where it cannot be."""

    text: str
    href: str | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Matrix:
    """Rows of cells under their heads. compact: whether only the shade is seen, the figures being told to those who point."""

    corner: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Head, str, tuple[Shade, ...]], ...]
    least: str
    most: str
    compact: bool


def week_cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The figure by weekday and hour."""
    return (Cut(by=WEEK), whole_of(drawing.tile))


def cohort_cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The figure by month of the first, each by the months since."""
    return (Cut(grain="month"), whole_of(drawing.tile))


def draw_week(drawing: Drawing) -> Content:
    """Seven days of twenty-four hours, of the hours in which there is anything."""
    (metric,) = drawing.metrics
    rows = drawing.alike(drawing.of(Cut(by=WEEK), metric), metric)
    cells = {(row["weekday"], row["hour"]): row for row in rows if row["weekday"] is not None and row["hour"] is not None}
    known = [row for row in cells.values() if row["value"] is not None]
    if not known:
        return Content("suppressed" if any(row["suppressed"] for row in rows) else "no data")
    first, last = min(row["hour"] for row in known), max(row["hour"] for row in known)
    hours, shades, days = range(first, last + 1), _Shades(known), weekdays(language())
    lines = tuple(
        (
            _weekday(drawing, number, day.capitalize()),
            "",
            tuple(shades.of(cells.get((number, hour))) for hour in hours),
        )
        for number, day in enumerate(days, 1)
    )
    heads = tuple(Head(str(hour)) for hour in hours)  # too narrow for a finger, so that no click narrows to an hour
    return Content("value", Matrix(str(_("Day")), heads, lines, shades.least, shades.most, compact=True))


def draw_cohorts(drawing: Drawing) -> Content:
    """A row for each cohort: how many there were, and the figure by months since."""
    (metric,) = drawing.metrics
    rows = [row for row in drawing.of(Cut(grain="month"), metric) if row["n"]]
    later = [row for row in rows if row["months_since"] and row["value"] is not None]
    if not later:
        return Content("no data")
    starts = sorted({row["start"] for row in rows})[-_MOST_COHORTS:]
    months = range(min(max(row["months_since"] for row in rows), _MOST_MONTHS) + 1)
    cells: dict[tuple[date, int], Row] = {(row["start"], row["months_since"]): row for row in rows}
    shades = _Shades(later)
    sizes = {start: figure.full(cells[start, 0]["n"], "count") if (start, 0) in cells else "" for start in starts}
    lines = tuple(
        (
            Head(date_format(start, "YEAR_MONTH_FORMAT")),
            sizes[start],
            tuple(shades.of(cells.get((start, month))) for month in months),
        )
        for start in starts
    )
    heads = tuple(Head(str(month)) for month in months)
    return Content("value", Matrix(str(_("First in")), heads, lines, shades.least, shades.most, compact=False))


def _weekday(drawing: Drawing, number: int, text: str) -> Head:
    """A weekday, which a click narrows the board to."""
    if not drawing.clicks:
        return Head(text)
    chosen = ("weekday", (str(number),)) in drawing.around.filters
    narrowed = drawing.around.without("weekday") if chosen else drawing.around.of(("weekday", str(number)))
    return Head(text, f"?{narrowed.query}", chosen)


class _Shades:
    """Shades between the least and the largest figure."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._unit = rows[0]["unit"]
        values = [row["value"] for row in rows]
        self._least, self._most = min(values), max(values)

        self.least, self.most = (figure.headline(value, self._unit) for value in (self._least, self._most))

    def of(self, row: Row | None) -> Shade:
        """The cell of a row."""
        if row is None or row["value"] is None:
            return Shade("", figure.NONE, None)
        text = figure.headline(row["value"], self._unit)
        share = (row["value"] - self._least) / ((self._most - self._least) or 1)
        return Shade(text, f"{text}, n {figure.full(row['n'], 'count')}", round(SHADES * min(max(share, 0.0), 1.0)))
