"""The page on which a draft is changed: its tiles with live figures, and what can be done with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from helder.boards.board import Board, Tile
from helder.web.boards.data import Questions
from helder.web.boards.pictures.board import Look, Shown, worked_out
from helder.web.boards.view import View, read
from helder.web.building.drafts import others, published_since
from helder.web.building.models import Draft


@dataclass(frozen=True)
class Placed:
    """A tile in its place; without shown where the page has it already as it is."""

    tile: Tile
    shown: Shown | None


def page(draft: Draft, questions: Questions, look: Look, same: Collection[str] = ()) -> dict[str, Any]:
    """What the page of a draft shows. same: keys of the tiles that the browser has as they are."""
    board, language = draft.board, get_language() or "en"
    view = view_of(board, questions)
    shown = worked_out([tile for tile in board.tiles if tile.key not in same], view, questions, look)
    steps = {step.number: step.what for step in draft.steps.filter(number__in=(draft.at, draft.at + 1, draft.at - 1))}
    return {
        "draft": draft,
        "board": board,
        "view": view,
        "title": board.title.of(language),
        "about": board.about.of(language),
        "sections": [
            (section.key, section.title.of(language), [Placed(tile, shown.get(tile.key)) for tile in section.tiles])
            for section in board.sections
        ],
        "tiles": sum(1 for _ in board.tiles),
        "undo": steps[draft.at] if draft.at - 1 in steps else None,
        "redo": steps.get(draft.at + 1),
        "others": others(draft),
        "newer": published_since(draft),
        "no_rows": questions.batch() == 0,
    }


def view_of(board: Board, questions: Questions) -> View:
    """What a board looks at as it opens."""
    return read({}, questions.today(), board)


def unchanged(before: Board, after: Board) -> set[str]:
    """The keys of the tiles that look alike on both boards, wherever they stand."""
    if any(getattr(before, name) != getattr(after, name) for name in ("period", "grain", "filters")):
        return set()
    known = {tile.key: tile for tile in before.tiles}
    return {tile.key for tile in after.tiles if known.get(tile.key) == tile}
