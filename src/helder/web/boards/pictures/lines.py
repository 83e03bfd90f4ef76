"""Figures over time: lines with their band, and shares stacked; Vega-Lite, drawn on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from helder.metrics import Metric
from helder.metrics.unit import title
from helder.web.boards import chart, figure
from helder.web.boards.data import Cut, Row
from helder.web.boards.pictures import over_time
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.boards.tile import cell, title_of
from helder.web.writing import language

#: Lines in one picture at most.
MOST = 6
#: Up to which share of a whole what is left is a rounding.
_NOTHING = 1e-9
#: Points of the page that a column of the board, and a row of it, are wide and high.
_COLUMN, _ROW, _HEAD = 96, 118, 74


@dataclass(frozen=True)
class Key:
    """A value of the dimension, and the address at which the board is narrowed to it, or to all again."""

    label: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class Lines:
    """The picture, its specification, and the same as a table: a row for each series and period; keys: to narrow the board by."""

    svg: SafeString
    specification: dict[str, Any]
    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[Key, ...] = ()


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The figures over time, each value of the dimension by itself, and over all."""
    over_time = Cut(by=drawing.tile.by, grain=drawing.view.grain)
    return (over_time, whole_of(drawing.tile), *((Cut(by=drawing.tile.by),) if drawing.tile.by else ()))


def stacked_cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The same, and what all values of the dimension come to."""
    return (*cuts(drawing), Cut(grain=drawing.view.grain))


def draw_lines(drawing: Drawing) -> Content:
    """A line for each metric, or for the values of the dimension with most rows; with its band where it is one."""
    series = dict(_series(drawing))
    known = {name: rows for name, rows in series.items() if any(row["value"] is not None for row in rows)}
    if not known:
        return _nothing(series.values())
    units = {row["unit"] for rows in known.values() for row in rows}
    if len(units) > 1:
        return Content("units", about={"units": ", ".join(sorted(title(unit, language()) for unit in units))})
    specification = over_time.lines(known, drawing.view, size(drawing))
    return _content(drawing, known, specification)


def draw_stacked(drawing: Drawing) -> Content:
    """The share of each value of the dimension, over time; the rest together."""
    series = {name: rows for name, rows in _series(drawing) if any(row["value"] for row in rows)}
    if not series:
        return _nothing(rows for _name, rows in _series(drawing))
    others = _others(drawing, series)
    if any(row["value"] for row in others):
        series[_("others")] = others
    return _content(drawing, series, over_time.stacked(series, drawing.view, size(drawing)))


def _nothing(series: Iterable[Sequence[Row]]) -> Content:
    return Content("suppressed" if any(row["suppressed"] for rows in series for row in rows) else "no data")


def _others(drawing: Drawing, series: Mapping[str, Sequence[Row]]) -> list[Row]:
    """What the whole has beside the values drawn, period by period: smaller ones, those not known, and those hidden."""
    (metric,) = drawing.metrics
    drawn: dict[Any, float] = {}
    for rows in series.values():
        for row in rows:
            drawn[row["start"]] = drawn.get(row["start"], 0.0) + (row["value"] or 0.0)
    whole = drawing.alike(drawing.of(Cut(grain=drawing.view.grain), metric), metric)
    left = {row["start"]: (row["value"] or 0.0) - drawn.get(row["start"], 0.0) for row in whole}
    return [
        {**row, "value": left[row["start"]], "n": None, "low": None, "high": None}
        for row in whole
        if left[row["start"]] > _NOTHING * abs(row["value"] or 0.0)
    ]


def size(drawing: Drawing) -> tuple[int, int]:
    """Width and height of the picture, in points of the page."""
    return drawing.tile.width * _COLUMN, drawing.tile.height * _ROW - _HEAD


def _series(drawing: Drawing) -> Iterator[tuple[str, list[Row]]]:
    over_time = Cut(by=drawing.tile.by, grain=drawing.view.grain)
    if not drawing.tile.by:
        for metric in drawing.metrics:
            yield title_of(metric), drawing.alike(drawing.of(over_time, metric), metric)
        return
    (metric,), (dimension,) = drawing.metrics[:1], drawing.tile.by
    rows = drawing.alike(drawing.of(over_time, metric), metric)
    most = min(drawing.tile.most, MOST)
    for value in _largest(drawing, metric, dimension)[:most]:
        yield metric.dimensions[dimension].told(value, language()), [row for row in rows if row[dimension] == value]


def _keys(drawing: Drawing) -> Iterator[Key]:
    """The values drawn, each with the address that narrows the board to it; none where all is drawn together."""
    if not drawing.tile.by or not drawing.clicks:
        return
    (metric,), (dimension,), view = drawing.metrics[:1], drawing.tile.by, drawing.around
    for value in _largest(drawing, metric, dimension)[: min(drawing.tile.most, MOST)]:
        chosen = (dimension, (str(value),)) in view.filters
        narrowed = view.without(dimension) if chosen else view.of((dimension, str(value)))
        yield Key(metric.dimensions[dimension].told(value, language()), f"?{narrowed.query}", chosen)


def _largest(drawing: Drawing, metric: Metric, dimension: str) -> list[Any]:
    rows = drawing.alike(drawing.of(Cut(by=(dimension,)), metric), metric)
    known = [row for row in rows if row[dimension] is not None and row["n"]]
    return [row[dimension] for row in sorted(known, key=lambda row: (-(row["n"] or 0), str(row[dimension])))]


def _content(drawing: Drawing, series: dict[str, Sequence[Row]] | dict[str, list[Row]], specification: dict[str, Any]) -> Content:
    drawn = mark_safe(chart.svg(specification, size(drawing)[0]))  # noqa: S308 - drawn here, text escaped
    rows = tuple(
        (name, _when(row["start"]), told.value, told.interval or figure.NONE, told.n)
        for name, some in series.items()
        for row in some
        for told in [cell(row, drawing.view)]
    )
    heads = (_("Series"), _("Begins"), _("Value"), _("95 % interval"), "n")
    return Content("value", Lines(drawn, specification, ", ".join(series), heads, rows, tuple(_keys(drawing))))


def _when(start: Any) -> str:
    return f"{start:%H:%M}" if isinstance(start, datetime) else start.isoformat()
