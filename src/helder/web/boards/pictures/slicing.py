"""A metric by the values of one dimension, as bars and as a ranked list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from helder.boards.pictures import spread_over
from helder.metrics import Metric
from helder.web import writing
from helder.web.boards import figure
from helder.web.boards.data import Cut, Row
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.boards.slices import AGAINST, against_the_rest, ranked

#: The width that bars and intervals are drawn on.
WIDTH = 200


@dataclass(frozen=True)
class Bar:
    """One value of the dimension. x, width: of its bar; low, high: of its interval; dot: where the figure is."""

    label: str
    value: str
    interval: str | None
    n: str
    x: float
    width: float
    dot: float
    low: float | None
    high: float | None
    href: str | None
    chosen: bool
    against: str | None = None
    p: str | None = None
    note: str | None = None

    @property
    def against_words(self) -> str:
        """How it stands to the rest, in a word."""
        return str(AGAINST[self.against]) if self.against else ""


@dataclass(frozen=True)
class Bars:
    """The bars, most or best first. zero: where nought is; whole: where the whole is; more: how many are not shown."""

    dimension: str
    bars: tuple[Bar, ...]
    zero: float
    whole: float | None
    whole_value: str
    more: int = 0
    tested: bool = False


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The figure by the dimension, and the whole it is held against."""
    return (by_dimension(drawing), whole_of(drawing.tile)) if drawing.tile.by else (whole_of(drawing.tile),)


def by_dimension(drawing: Drawing) -> Cut:
    """The cut by the tile's dimension."""
    return Cut(by=drawing.tile.by)


def draw_bars(drawing: Drawing) -> Content:
    """Bars from nought, the largest first."""
    return _drawn(drawing, from_zero=True)


def draw_ranked(drawing: Drawing) -> Content:
    """Figures with their intervals, each tested against the rest, the best first."""
    return _drawn(drawing, from_zero=False)


def _drawn(drawing: Drawing, *, from_zero: bool) -> Content:
    (metric,) = drawing.metrics
    whole = drawing.main(metric)
    dimension = drawing.tile.by[0] if drawing.tile.by else spread_over(metric)
    if whole is None or dimension is None:
        return Content("no data")
    rows = drawing.of(by_dimension(drawing) if drawing.tile.by else whole_of(drawing.tile), metric)
    rows = ranked(rows, whole, metric) if drawing.tile.by else list(rows)
    if from_zero:
        rows = sorted(rows, key=lambda row: (row["value"] is None, -(row["value"] or 0.0)))
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return Content("suppressed" if any(row["suppressed"] for row in rows) else "no data")
    shown = rows[: drawing.tile.most]
    picture = _bars(drawing, metric, dimension, shown, whole if drawing.tile.by else None, from_zero=from_zero)
    picture = replace(picture, more=len(rows) - len(shown))
    if not drawing.tile.by or from_zero:
        return Content("value", picture)
    tested = zip(
        picture.bars, *against_the_rest(rows, whole, metric, dimension), strict=False
    )  # tests are of all, bars of those shown
    bars = tuple(replace(bar, p=figure.probability(p), against=way) for bar, p, way in tested)
    return Content("value", replace(picture, bars=bars, tested=True))


def _bars(drawing: Drawing, metric: Metric, dimension: str, rows: Sequence[Row], whole: Row | None, *, from_zero: bool) -> Bars:
    unit = next(row["unit"] for row in rows if row["value"] is not None)
    adds_up = from_zero and (unit == "count" or figure.is_money(unit))  # beside such a whole its parts would be slivers
    compared = whole if whole is not None and whole["value"] is not None and not adds_up else None
    names = ("value",) if from_zero else ("value", "low", "high")
    ends = [row[name] for row in rows for name in names if row[name] is not None]
    ends += [compared["value"]] if compared is not None else []
    least, most = (min(0.0, *ends), max(0.0, *ends)) if from_zero else (min(ends), max(ends))
    room = 0.0 if from_zero else 0.04 * (most - least)
    least, most = least - room, most + room

    def place(value: float | None) -> float | None:
        if value is None:
            return None
        return float(round(WIDTH * (min(max(value, least), most) - least) / ((most - least) or 1), 1))

    zero = place(0.0) or 0.0
    return Bars(
        writing.dimension(dimension),
        tuple(_bar(drawing, metric, dimension, row, place, zero) for row in rows),
        zero,
        place(compared["value"]) if compared is not None else None,
        figure.headline(compared["value"], compared["unit"]) if compared is not None else "",
    )


def _bar(drawing: Drawing, metric: Metric, dimension: str, row: Row, place: Any, zero: float) -> Bar:
    value, unit = row[dimension], row["unit"]
    at = place(row["value"])
    known = metric.dimensions.get(dimension)
    told = known.told(value, writing.language()) if value is not None and known is not None else str(value or "")
    around = drawing.around
    chosen = (dimension, (str(value),)) in around.filters
    narrowed = around.without(dimension) if chosen else around.of((dimension, str(value)))
    return Bar(
        label=told,
        value=figure.headline(row["value"], unit),
        interval=figure.interval(row["low"], row["high"], unit),
        n=figure.NONE if row["suppressed"] else figure.full(row["n"], "count"),
        x=0.0 if at is None else min(at, zero),
        width=0.0 if at is None else abs(at - zero),
        dot=at or 0.0,
        low=place(row["low"]),
        high=place(row["high"]),
        href=f"?{narrowed.query}" if value is not None and drawing.tile.by and drawing.clicks else None,
        chosen=chosen,
        note="suppressed" if row["suppressed"] else None if row["value"] is not None else "no data",
    )
