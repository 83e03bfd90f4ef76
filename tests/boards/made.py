"""Boards of any shape, for laws that hold of all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from helder.boards.board import COMPARISONS, GRAINS, PERIODS, Board, Section, Tile, Words
from helder.boards.suggesting import drawn_as, fitting
from helder.metrics import CATALOG

_TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).map(str.strip).filter(bool)
_LINES = st.lists(_TEXT, min_size=1, max_size=3).map("\n".join)
_NAMES = sorted(CATALOG)


def words(text: st.SearchStrategy[str] = _TEXT) -> st.SearchStrategy[Words]:
    """Nothing, one text, or one in some of the languages."""
    one = text.map(lambda said: (("", said),))
    several = st.dictionaries(st.sampled_from(("en", "nl", "da")), text, min_size=1).map(lambda texts: tuple(texts.items()))
    return st.one_of(st.just(()), one, several).map(Words)


@st.composite
def tiles(draw: Any, key: str) -> Tile:
    """A tile that is sound: its picture fits its metric."""
    size = {"width": draw(st.integers(2, 12)), "height": draw(st.integers(1, 8))}
    if draw(st.integers(0, 5)) == 0:
        return Tile(key, "note", text=draw(words(_LINES)), title=draw(words()), **size)
    metric = CATALOG[draw(st.sampled_from(_NAMES))]
    bare = Tile(key, "number", (metric.name,))
    drawn = drawn_as(bare, draw(st.sampled_from(fitting(bare, CATALOG))), CATALOG)
    filters = draw(
        st.dictionaries(st.sampled_from(sorted(metric.dimensions)), st.lists(_TEXT, min_size=1, unique=True), max_size=2)
    )
    return Tile(
        key,
        drawn.picture,
        drawn.metrics,
        drawn.by,
        title=draw(words()),
        filters=tuple((name, tuple(values)) for name, values in filters.items()),
        period=draw(st.none() | st.sampled_from(PERIODS)),
        grain=draw(st.none() | st.sampled_from(GRAINS)),
        compare=draw(st.sampled_from(COMPARISONS)),
        most=draw(st.integers(1, 100)),
        **size,
    )


@st.composite
def boards(draw: Any) -> Board:
    """A sound board."""
    sections, number = [], 0
    for i in range(draw(st.integers(0, 3))):
        some = []
        for _ in range(draw(st.integers(0, 4))):
            number += 1
            some.append(draw(tiles(f"tile-{number}")))
        sections.append(Section(f"section-{i + 1}", draw(words()), tuple(some)))
    period = draw(st.sampled_from(PERIODS))
    return Board(
        draw(words().filter(bool)),
        tuple(sections),
        draw(words()),
        period,
        draw(st.none() | st.sampled_from([one for one in GRAINS if one != "hour" or period == "today"])),
        draw(st.sampled_from(((), (("country", ("NL", "DK")),)))),
        draw(st.sampled_from(((), ("channel",), Board(Words()).segments))),
        draw(st.booleans()),
    )
