"""The tiles of a board, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable

from helder.web import serving
from helder.web.boards.layout import METRICS
from helder.web.boards.tile import Tile, tile
from helder.web.boards.view import View


def groups() -> dict[tuple[str, ...], frozenset[str]]:
    """The board's metrics that rest on the same tables, which are asked together, and these tables."""
    catalog, found = serving.catalog(), dict[frozenset[str], list[str]]()
    for name in METRICS:
        tables = frozenset(table for measure in catalog[name].measured({}).measures for table in measure.fact.tables)
        found.setdefault(tables, []).append(name)
    return {tuple(names): tables | {"customers", "employees"} for tables, names in found.items()}


def board(view: View) -> dict[str, Tile]:
    """Every tile of the board, by the name of its metric."""
    asked = tuple(groups())
    for names in asked:
        serving.now().questions.foresee(names, view)
    return {one.name: one for names in asked for one in tiles_of(names, view)}


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
