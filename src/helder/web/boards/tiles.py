"""The tiles of a board, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable

from helder.web import serving
from helder.web.boards.layout import METRICS
from helder.web.boards.tile import Tile, tile
from helder.web.boards.view import View


def tiles_of(names: tuple[str, ...], view: View) -> list[Tile]:
    """The tiles of some metrics."""
    questions = serving.now().questions
    figures, standings = questions.figures(names, view), questions.standings(METRICS, view)
    return [
        tile(serving.catalog()[name], figures.whole.get(name, ()), figures.cells.get(name, ()), view, standings.get(name))
        for name in names
    ]


def counted(tiles: Iterable[Tile]) -> dict[str, int]:
    """How many tiles have become better or worse beyond chance, and how many miss their goal."""
    shown = list(tiles)
    verdicts = [one.change.verdict for one in shown if one.change and one.change.significant]
    return {
        "better": verdicts.count("better"),
        "worse": verdicts.count("worse"),
        "missed": sum(1 for one in shown if one.goal and one.goal.look == "unmet"),
    }
