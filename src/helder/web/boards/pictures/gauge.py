"""How far a figure is from its goal: a bar to the figure, a mark at the goal."""

from __future__ import annotations

from dataclasses import dataclass

from helder.web.boards import figure
from helder.web.boards.data import Cut
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.boards.reach import Industry, Reach, reach

#: The drawing's width; its height is a few lines of the page.
WIDTH = 240


@dataclass(frozen=True)
class Gauge:
    """value: the figure; bar, low, high and mark: where it, its interval and the goal stand from 0 to WIDTH."""

    value: str
    bar: float
    low: float | None
    high: float | None
    mark: float | None
    goal: Reach | None
    first: str
    last: str
    industry: Industry | None = None


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The whole period."""
    return (whole_of(drawing.tile),)


def draw(drawing: Drawing) -> Content:
    """The figure and the goal it is held against."""
    (metric,) = drawing.metrics
    row = drawing.main(metric)
    if row is None or row["value"] is None:
        return Content("suppressed" if row and row["suppressed"] else "no data")
    standing = drawing.standing(metric.name)
    goal = reach(standing, row["unit"]) if standing else None
    target = standing.goal.target if standing else None
    ends = [value for value in (row["value"], row["low"], row["high"], target) if value is not None]
    least, most = _span(row["unit"], ends)

    def place(value: float | None) -> float | None:
        return None if value is None else round(WIDTH * (min(max(value, least), most) - least) / ((most - least) or 1), 1)

    picture = Gauge(
        figure.headline(row["value"], row["unit"]), place(row["value"]) or 0.0, place(row["low"]), place(row["high"]),
        place(target), goal, figure.headline(least, row["unit"]), figure.headline(most, row["unit"]),
        drawing.industry(metric, row),
    )  # fmt: skip
    return Content("value", picture, goal=goal)


def _span(unit: str, ends: list[float]) -> tuple[float, float]:
    """The scale: all there can be of shares and points, else from nought to a round number beyond all that is shown."""
    if unit == "share" and max(ends) <= 1:
        return 0.0, 1.0
    if unit == "points" and min(ends) >= -100 and max(ends) <= 100:
        return -100.0 if min(ends) < 0 else 0.0, 100.0
    return min(0.0, *ends), max(0.0, 1.2 * max(ends)) or 1.0
