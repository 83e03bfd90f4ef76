"""Several metrics by the values of a dimension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helder.web import writing
from helder.web.boards import figure
from helder.web.boards.data import Cut, Row
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.boards.tile import title_of


@dataclass(frozen=True)
class Line:
    """A value of the dimension and its figures, each with its interval; the whole has no label."""

    label: str
    href: str | None
    figures: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Table:
    """Titles of the metrics, the lines with most rows first, the whole below; more: how many are not shown."""

    dimension: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: Line
    more: int


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The figures by the dimension, and over all."""
    return (Cut(by=drawing.tile.by), whole_of(drawing.tile))


def draw(drawing: Drawing) -> Content:
    """The table."""
    dimension, metrics = drawing.tile.by[0], drawing.metrics
    cells: dict[Any, dict[str, Row]] = {}
    for metric in metrics:
        for row in drawing.alike(drawing.of(Cut(by=drawing.tile.by), metric), metric):
            if row[dimension] is not None:
                cells.setdefault(row[dimension], {})[metric.name] = row
    if not cells:
        return Content("no data")
    order = sorted(cells, key=lambda value: (-max(row["n"] or 0 for row in cells[value].values()), str(value)))
    known = next(m.dimensions[dimension] for m in metrics if dimension in m.dimensions)
    lines = tuple(
        Line(
            known.told(value, writing.language()),
            f"?{drawing.around.of((dimension, str(value))).query}" if drawing.clicks else None,
            tuple(_figure(cells[value].get(metric.name)) for metric in metrics),
        )
        for value in order[: drawing.tile.most]
    )
    whole = Line("", None, tuple(_figure(drawing.main(metric)) for metric in metrics))
    heads = tuple(title_of(metric) for metric in metrics)
    return Content("value", Table(writing.dimension(dimension), heads, lines, whole, max(len(order) - drawing.tile.most, 0)))


def _figure(row: Row | None) -> tuple[str, str | None]:
    if row is None:
        return figure.NONE, None
    return figure.headline(row["value"], row["unit"]), figure.interval(row["low"], row["high"], row["unit"])
