"""How what a metric is made of is spread: how many rows have which value."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helder.errors import BadQuestion
from helder.metrics.unit import SECONDS, title
from helder.web.boards import figure
from helder.web.boards.data import Cut
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.writing import language

#: The drawing's size.
WIDTH, HEIGHT = 400, 120


@dataclass(frozen=True)
class Column:
    """Rows from one value up to the next. x, y, width, height: of its column; share: of all."""

    label: str
    n: str
    share: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Columns:
    """The columns in order; n: rows in all; what: what the values are, where their labels do not say it."""

    columns: tuple[Column, ...]
    n: str
    what: str


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The whole period: whether it may be shown."""
    return (whole_of(drawing.tile),)


def draw(drawing: Drawing) -> Content:
    """The columns."""
    (metric,) = drawing.metrics
    if drawing.view.confidential:
        return Content("confidential")
    row = drawing.main(metric)
    if row is None or row["suppressed"]:
        return Content("suppressed" if row else "no data")
    try:
        spread = drawing.questions.distribution(metric.name, drawing.view)
    except BadQuestion as error:
        return Content("cannot", about={"why": error.what})
    total = sum(spread.counts)
    if not total:
        return Content("no data")
    most, wide = max(spread.counts), WIDTH / len(spread.counts)
    columns = []
    for i, (label, count) in enumerate(zip(_labels(spread.edges, spread.unit, whole=spread.whole), spread.counts, strict=True)):
        height = round(HEIGHT * count / most, 1)
        columns.append(
            Column(
                label,
                figure.full(count, "count"),
                figure.full(count / total, "share"),
                round(i * wide + 1, 1),
                round(HEIGHT - height, 1),
                round(wide - 2, 1),
                height,
            )
        )
    return Content("value", Columns(tuple(columns), figure.full(total, "count"), _what(spread.unit)))


def _what(unit: str) -> str:
    """What values are in; times are told in hours, minutes and seconds as they are long."""
    return "" if unit == SECONDS.name else title(unit, language())


def _labels(edges: tuple[float, ...], unit: str, *, whole: bool) -> list[str]:
    if whole:
        return [f"{edge:g}" for edge in edges]
    told = [figure.headline(edge, unit) for edge in edges]
    between = [f"{low} \N{EN DASH} {high}" for low, high in itertools.pairwise(told)]
    return [*between[:-1], _("%(low)s and more") % {"low": told[-2]}] if len(between) > 1 else between
