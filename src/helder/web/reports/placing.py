"""Where tiles stand on the twelve columns: as the page's grid places them, cut into bands that can follow one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helder.boards.board import COLUMNS
from helder.web.boards.pictures.board import Shown


@dataclass(frozen=True)
class Place:
    """A tile with its column and row in its band, both from 0."""

    shown: Shown
    x: int
    y: int


def bands(tiles: Sequence[Shown]) -> list[list[Place]]:
    """The tiles in bands, from above: no tile stands in two."""
    found: list[list[Place]] = []
    top = bottom = 0
    for place in sorted(_placed(tiles), key=lambda one: (one.y, one.x)):
        if not found or place.y >= bottom:
            found.append([])
            top = place.y
        found[-1].append(Place(place.shown, place.x, place.y - top))
        bottom = max(bottom, place.y + place.shown.tile.height)
    return found


def _placed(tiles: Sequence[Shown]) -> list[Place]:
    taken: set[tuple[int, int]] = set()
    found, x, y = [], 0, 0
    for shown in tiles:
        tile = shown.tile
        while x + tile.width > COLUMNS or taken & _cells(x, y, tile.width, tile.height):
            x, y = (x + 1, y) if x + tile.width < COLUMNS else (0, y + 1)
        taken |= _cells(x, y, tile.width, tile.height)
        found.append(Place(shown, x, y))
        x += tile.width
    return found


def _cells(x: int, y: int, width: int, height: int) -> set[tuple[int, int]]:
    return {(x + i, y + j) for i in range(width) for j in range(height)}
