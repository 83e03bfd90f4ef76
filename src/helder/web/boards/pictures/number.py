"""A figure with its interval, change, goal and trend."""

from __future__ import annotations

from dataclasses import replace

from helder.web.boards.data import Cut
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.boards.tile import tile


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The whole period, and its cells."""
    return (whole_of(drawing.tile), Cut(grain=drawing.view.grain))


def draw(drawing: Drawing) -> Content:
    """The figure of the tile's one metric."""
    (metric,) = drawing.metrics
    standing = drawing.standing(metric.name)
    whole, cells = drawing.of(whole_of(drawing.tile), metric), drawing.of(Cut(grain=drawing.view.grain), metric)
    found = replace(
        tile(metric, whole, cells, drawing.view, standing, drawing.questions.workspace.scope),
        industry=drawing.industry(metric, drawing.main(metric)),
    )
    return Content(found.state, found, found.change, goal=found.goal)
