"""The page of a board as a text."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from helder.boards.board import COLUMNS, COMPARISONS, GRAINS, PERIODS, TALLEST, Board, Section, Tile
from helder.boards.pictures import PICTURES, Picture
from helder.boards.reading import MOST_TILES
from tools.reference.markdown import code, grid, page

_TEXT = 'a text, or one by language: `{ en = "...", nl = "...", da = "..." }`'
_FILTERS = 'a table: `{ country = ["NL", "DK"], channel = ["web"] }`; of one dimension any value, of several all at once'
_MEANINGS: dict[type, dict[str, str]] = {
    Board: {
        "title": f"what it is called: {_TEXT}; the only thing a board must say",
        "about": f"what it is for: {_TEXT}",
        "period": f"with which it opens: {', '.join(map(code, PERIODS))}",
        "grain": f"of its charts: {', '.join(map(code, GRAINS))}; what suits the period where it says none",
        "filters": f"to which rows it opens narrowed: {_FILTERS}",
        "segments": "the dimensions offered to narrow all of it",
        "confidential": "`true` hides small groups in all that it shows, whatever they are of, and tells no row by itself",
        "sections": "its sections, each `[[sections]]`",
    },
    Section: {
        "key": "tells it from the others; made of its place where it says none",
        "title": _TEXT,
        "tiles": f"its tiles, each `[[sections.tiles]]`; {MOST_TILES} on a board at most",
    },
    Tile: {
        "key": "tells it from the others; made of its metric and place where it says none",
        "picture": "one of those below",
        "metrics": "names of metrics",
        "by": "dimensions",
        "title": f"its own: {_TEXT}; the metric's where it says none",
        "text": f"of a note: {_TEXT}",
        "filters": f"its own, beside the board's: {_FILTERS}",
        "period": "its own, instead of the board's",
        "grain": "its own, instead of the board's",
        "compare": f"against what its change is: {', '.join(map(code, COMPARISONS))} (the first where it says none)",
        "most": "values shown of a dimension at most, from 1 to 100; 10 where it says none",
        "width": f"columns of {COLUMNS}, from 2; that of its picture where it says none",
        "height": f"rows, from 1 to {TALLEST}; that of its picture where it says none",
    },
}


def pages() -> dict[str, str]:
    """One page of what a board's text can say."""
    return {
        "boards.md": page(
            "Boards as texts",
            "A board can be written as TOML, kept beside code, and taken in: on the page *Make a board*, or by "
            "`helder boards import`. What it cannot say is told with the line. `helder boards export executive` writes one "
            "to begin with.",
            "## A board\n\n" + _words(Board),
            "## A section\n\n" + _words(Section),
            "## A tile\n\n" + _words(Tile),
            "## Pictures\n\n"
            + grid(("Picture", "Metrics", "Dimensions", "Usual size", "Of which metrics"), map(_picture, PICTURES.values())),
        )
    }


def _words(kind: Any) -> str:
    meanings = _MEANINGS[kind]
    names = [field.name for field in fields(kind)]
    return grid(("Word", "Says"), ((code(name), meanings[name]) for name in sorted(names, key=list(meanings).index)))


def _picture(one: Picture) -> tuple[str, ...]:
    which = one.otherwise.removeprefix("Choose ").rstrip(".") or ("any" if one.metrics[1] else "none")
    return code(one.name), _span(one.metrics), _span(one.by), f"{one.size[0]} by {one.size[1]}", which


def _span(number: tuple[int, int]) -> str:
    least, most = number
    return str(least) if least == most else f"{least} to {most}"
