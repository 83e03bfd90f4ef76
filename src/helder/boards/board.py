"""A board: sections of tiles, each a picture of metrics, as data that people write, keep and pass on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: Named periods; all but today end with yesterday, the last whole day.
PERIODS = ("today", "4-weeks", "3-months", "12-months", "12-whole-months", "this-year", "last-year")
GRAINS = ("hour", "day", "week", "month", "quarter")
COMPARISONS = ("previous", "year", "none")
#: Columns of a board's grid, and rows of a tile at most.
COLUMNS, TALLEST = 12, 8

#: Values of a dimension that rows may have: any of them; of several dimensions all hold.
Filters = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Words:
    """A text, by language (en, nl, da); by "" where it is the same in all."""

    texts: tuple[tuple[str, str], ...] = ()

    def of(self, language: str) -> str:
        """The text in a language, else in the first it is written in."""
        known = dict(self.texts)
        return known.get(language[:2]) or known.get("") or known.get("en") or next(iter(known.values()), "")

    def __bool__(self) -> bool:
        return any(text for _, text in self.texts)


def said(text: str) -> Words:
    """A text that is the same in every language."""
    return Words((("", text),)) if text else Words()


@dataclass(frozen=True)
class Tile:
    """One picture on a board.

    key: tells it from the others of its board. metrics: their names. by: dimensions. title: its own; the metric's where it
    says none. filters, period, grain: its own, beside or instead of the board's. compare: previous, year or none. most: values
    shown of a dimension at most. width: columns of twelve; height: rows. text: of a note.
    """

    key: str
    picture: str
    metrics: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    title: Words = Words()
    text: Words = Words()
    filters: Filters = ()
    period: str | None = None
    grain: str | None = None
    compare: str = "previous"
    most: int = 10
    width: int = 3
    height: int = 2


@dataclass(frozen=True)
class Section:
    """Tiles that belong together, in order."""

    key: str
    title: Words = Words()
    tiles: tuple[Tile, ...] = ()


#: The dimensions offered to narrow a board that names none.
NARROWED_BY = ("country", "channel", "segment", "language")


@dataclass(frozen=True)
class Board:
    """A board. period, grain, filters: with which it opens. segments: the dimensions offered to narrow all of it.

    confidential: small groups are hidden in all that it shows, whatever they are of, and no row is told by itself.
    """

    title: Words
    sections: tuple[Section, ...] = ()
    about: Words = Words()
    period: str = "3-months"
    grain: str | None = None
    filters: Filters = ()
    segments: tuple[str, ...] = NARROWED_BY
    confidential: bool = False

    @property
    def tiles(self) -> Iterator[Tile]:
        """Every tile, in order."""
        for section in self.sections:
            yield from section.tiles

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric shown, in order."""
        return tuple(dict.fromkeys(name for tile in self.tiles for name in tile.metrics))

    def tile(self, key: str) -> Tile | None:
        """The tile of that key."""
        return next((tile for tile in self.tiles if tile.key == key), None)
