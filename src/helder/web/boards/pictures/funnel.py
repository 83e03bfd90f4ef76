"""How many go on from each step to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helder.web.boards import figure
from helder.web.boards.data import Cut
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.boards.tile import title_of

WIDTH = 200


@dataclass(frozen=True)
class Step:
    """A step: how many reach it, their share of the first and of the step before, and the width of its bar."""

    label: str
    count: str
    of_first: str
    of_before: str | None
    width: float


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The whole period."""
    return (whole_of(drawing.tile),)


def draw(drawing: Drawing) -> Content:
    """The steps of a metric known by stages, else metrics as the steps."""
    steps = list(_stages(drawing) if len(drawing.metrics) == 1 else _metrics(drawing))
    if not steps or not steps[0][1]:
        return Content("no data")
    first, found = steps[0][1], []
    for (label, count), before in zip(steps, [None, *(step[1] for step in steps)], strict=False):
        found.append(
            Step(
                label,
                figure.full(count, "count"),
                "" if count is None else figure.full(count / first, "share"),
                figure.full(count / before, "share") if before and count is not None else None,
                0.0 if count is None else round(WIDTH * min(count / first, 1.0), 1),
            )
        )
    return Content("value", tuple(found))


def _stages(drawing: Drawing) -> Iterator[tuple[str, float | None]]:
    (metric,) = drawing.metrics
    for row in sorted(drawing.of(whole_of(drawing.tile), metric), key=lambda row: str(row["stage_reached"])):
        yield _(str(row["stage_reached"]).lstrip("0123456789 ").capitalize()), row["numerator"]


def _metrics(drawing: Drawing) -> Iterator[tuple[str, float | None]]:
    for metric in drawing.metrics:
        row = drawing.main(metric)
        yield title_of(metric), row["value"] if row is not None else None
