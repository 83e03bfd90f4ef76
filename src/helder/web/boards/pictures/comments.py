"""What people wrote beside their answers, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from helder.boards.pictures import of_answers
from helder.web.boards.data import Cut
from helder.web.boards.pictures.asking import Content, Drawing, whole_of
from helder.web.boards.record import HIDDEN


@dataclass(frozen=True)
class Comment:
    """An answer with its words; text is None where personal data is masked."""

    text: str | None
    score: str
    about: str
    when: str


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """The whole period: whether there is anything."""
    return (whole_of(drawing.tile),)


def draw(drawing: Drawing) -> Content:
    """The newest answers with a comment, of those counted in the tile's metric."""
    (metric,) = drawing.metrics
    if drawing.view.confidential:
        return Content("confidential")
    row = drawing.main(metric)
    if row is None or row["suppressed"] or metric.about_employees:
        return Content("suppressed" if row else "no data")
    if not of_answers(metric):
        return Content("no words")
    rows = drawing.questions.newest(metric.name, drawing.view, "comment is not null", drawing.tile.most)
    found = tuple(_comment(one, personal=drawing.personal) for one in rows)
    return Content("value" if found else "no words", found)


def _comment(row: Mapping[str, Any], *, personal: bool) -> Comment:
    hidden = "comment" in HIDDEN and not personal
    about = [str(row[name]) for name in ("channel", "touchpoint", "language") if row.get(name)]
    score = "" if row.get("score") is None else f"{row['score']:g}"
    return Comment(None if hidden else str(row["comment"]), score, " \N{MIDDLE DOT} ".join(about), _when(row.get("answered_at")))


def _when(at: Any) -> str:
    return "" if at is None else date_format(at, "DATETIME_FORMAT")
