"""The page of a board: its tiles, and what they can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helder.boards.board import Board
from helder.errors import UnknownName
from helder.web import serving, writing
from helder.web.boards.data import Questions
from helder.web.boards.pictures.board import Shown
from helder.web.boards.view import GRAINS, PERIODS, View
from helder.web.boards.whose import rows_of


@dataclass(frozen=True)
class Choice:
    """One option of a picker, as a link."""

    title: str
    href: str
    chosen: bool
    key: str = ""


def page(board: Board, view: View, questions: Questions, shown: Mapping[str, Shown]) -> dict[str, Any]:
    """What the page of a board shows. shown: its tiles, worked out."""
    language = get_language() or "en"
    sections = [
        (section.key, section.title.of(language), [shown[tile.key] for tile in section.tiles]) for section in board.sections
    ]
    return {
        "board": board,
        "title": board.title.of(language),
        "about": board.about.of(language),
        "sections": sections,
        "tiles": len(shown),
        **pickers(view, "", questions, board.segments, board.period),
        **counted(shown.values()),
    }


def counted(shown: Iterable[Shown]) -> dict[str, int]:
    """How many tiles have become better or worse beyond chance, and how many miss their goal or hardly will meet it."""
    contents = [one.content for one in shown]
    verdicts = [content.change.verdict for content in contents if content.change and content.change.significant]
    return {
        "better": verdicts.count("better"),
        "worse": verdicts.count("worse"),
        "missed": sum(1 for content in contents if content.goal and content.goal.missed),
        "at_risk": sum(1 for content in contents if content.goal and content.goal.at_risk),
    }


#: Periods offered only where a board opens with them: in a row of buttons they would be hard to tell from another.
_SELDOM = ("12-whole-months",)


def pickers(
    view: View, path: str, questions: Questions, dimensions: Iterable[str], opens_with: str | None = None
) -> dict[str, Any]:
    """What the period, grain and segment pickers need; every choice is the address of the view it leads to."""
    today, here = questions.today(), f"{path}?"
    _check(view)
    values = questions.values_of(tuple(dimensions), view)
    return {
        "view": view,
        "whose": rows_of(questions.workspace.scope),
        "path": path,
        "periods": [
            Choice(str(t), here + view.over(p, today).query, p == view.period, f"period-{p}")
            for p, t in PERIODS.items()
            if p not in _SELDOM or p in (view.period, opens_with)
        ],
        "grains": [
            Choice(str(t), here + view.by(g).query, g == view.grain, f"grain-{g}") for g, t in GRAINS.items() if g in view.grains
        ],
        "segments": [
            (
                writing.dimension(dimension),
                [Choice(value, f"{dimension}:{value}", view.segment == (dimension, value)) for value in found],
            )
            for dimension, found in values.items()
            if found
        ],
        "unknown_segment": view.segment is not None and view.segment[1] not in values.get(view.segment[0], ()),
        "narrowing": [
            Choice(writing.narrowed(name, chosen), here + view.without(name).query, chosen=True, key=name)
            for name, chosen in view.filters
        ],
    }


def _check(view: View) -> None:
    """Raise UnknownName for a filter by what no metric is known by."""
    known = {name for metric in serving.catalog().values() for name in metric.dimensions}
    for name, _values in view.filters:
        if name not in known:
            raise UnknownName(_("segment"), name, known, where="segment")
