"""Changing a board: each change gives another board, the one it was made of stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from helder.boards.board import COLUMNS, TALLEST, Board, Section, Tile, Words
from helder.errors import UnknownName

#: The least columns a tile takes, and the letters of a key at most.
NARROWEST, _LONGEST_KEY = 2, 80


def with_tile(board: Board, tile: Tile, section: str | None = None) -> Board:
    """The board with a tile more, at the end of a section: the last one where none is named, a new one where there is none."""
    sections = board.sections or (Section(free("section", ()), Words()),)
    into = section or sections[-1].key
    _section(replace(board, sections=sections), into)
    return replace(board, sections=tuple(replace(one, tiles=(*one.tiles, tile)) if one.key == into else one for one in sections))


def with_changed(board: Board, key: str, change: Callable[[Tile], Tile]) -> Board:
    """The board with one tile changed."""
    found = tile_of(board, key)
    return _each(board, lambda tiles: [change(one) if one == found else one for one in tiles])


def without_tile(board: Board, key: str) -> Board:
    """The board without a tile."""
    tile_of(board, key)
    return _each(board, lambda tiles: [one for one in tiles if one.key != key])


def copied(board: Board, key: str) -> Board:
    """The board with a tile twice, the copy after it."""
    found = tile_of(board, key)
    again = replace(found, key=free(key, [one.key for one in board.tiles]))
    return _each(board, lambda tiles: [each for one in tiles for each in ((one, again) if one == found else (one,))])


def placed(board: Board, key: str, section: str, before: str | None = None) -> Board:
    """The board with a tile in a section, before another tile, or at its end."""
    found = tile_of(board, key)
    _section(board, section)
    if before == key:
        return board
    rest = without_tile(board, key)
    return replace(
        rest,
        sections=tuple(
            replace(one, tiles=_inserted(one.tiles, found, before)) if one.key == section else one for one in rest.sections
        ),
    )


def moved(board: Board, key: str, by: int) -> Board:
    """The board with a tile so many places later, or earlier; from the end of a section it goes on into the next one."""
    tile_of(board, key)
    at = next((section.key, i) for section in board.sections for i, one in enumerate(section.tiles) if one.key == key)
    spots = [(section.key, i) for section in without_tile(board, key).sections for i in range(len(section.tiles) + 1)]
    section, index = spots[min(max(spots.index(at) + by, 0), len(spots) - 1)]
    tiles = _section(without_tile(board, key), section).tiles
    return placed(board, key, section, tiles[index].key if index < len(tiles) else None)


def sent(board: Board, key: str, by: int) -> Board:
    """The board with a tile at the end of the section so many later, or earlier; as it is where there is none."""
    at = next(i for i, section in enumerate(board.sections) if any(one.key == key for one in section.tiles))
    to = min(max(at + by, 0), len(board.sections) - 1)
    return board if to == at else placed(board, key, board.sections[to].key)


def sized(board: Board, key: str, width: int, height: int) -> Board:
    """The board with a tile of another size, as near to it as tiles can be."""
    width, height = min(max(width, NARROWEST), COLUMNS), min(max(height, 1), TALLEST)
    return with_changed(board, key, lambda tile: replace(tile, width=width, height=height))


def with_section(board: Board, title: Words, tiles: Sequence[Tile] = ()) -> Board:
    """The board with a section more, at the end; its tiles get keys that no other has."""
    section = Section(free("section", [one.key for one in board.sections]), title)
    found = replace(board, sections=(*board.sections, section))
    for tile in tiles:
        key = free(tile.key, [one.key for one in found.tiles])
        found = with_tile(found, replace(tile, key=key), section.key)
    return found


def section_named(board: Board, key: str, title: Words) -> Board:
    """The board with another title over a section."""
    found = _section(board, key)
    return replace(board, sections=tuple(replace(one, title=title) if one == found else one for one in board.sections))


def section_moved(board: Board, key: str, by: int) -> Board:
    """The board with a section so many places later, or earlier."""
    found = _section(board, key)
    at = board.sections.index(found)
    rest = [one for one in board.sections if one != found]
    rest.insert(min(max(at + by, 0), len(rest)), found)
    return replace(board, sections=tuple(rest))


def without_section(board: Board, key: str) -> Board:
    """The board without a section and what stands in it."""
    found = _section(board, key)
    return replace(board, sections=tuple(one for one in board.sections if one != found))


def said_in(words: Words, text: str, language: str) -> Words:
    """The words with another text: in one language where they are in several, else in all."""
    texts = dict(words.texts)
    if set(texts) - {""}:
        kept = {**texts, language: text.strip()}
        return Words(tuple((name, one) for name, one in kept.items() if one))
    return Words((("", text.strip()),)) if text.strip() else Words()


def free(key: str, taken: Sequence[str]) -> str:
    """A key like this one that is not taken yet, no longer than keys may be: nps, nps-2, nps-3."""
    if key not in taken and key != "section":
        return key
    stem = key.rstrip("0123456789").rstrip("-_") or key
    number = 1 if key == "section" else 2
    while (found := f"{stem[: _LONGEST_KEY - 1 - len(str(number))]}-{number}") in taken:
        number += 1
    return found


def tile_of(board: Board, key: str) -> Tile:
    """The tile of that key. Raises UnknownName where there is none."""
    found = board.tile(key)
    if found is None:
        raise UnknownName("tile", key, [one.key for one in board.tiles])
    return found


def _section(board: Board, key: str) -> Section:
    found = next((one for one in board.sections if one.key == key), None)
    if found is None:
        raise UnknownName("section", key, [one.key for one in board.sections])
    return found


def _each(board: Board, change: Callable[[tuple[Tile, ...]], list[Tile]]) -> Board:
    return replace(board, sections=tuple(replace(one, tiles=tuple(change(one.tiles))) for one in board.sections))


def _inserted(tiles: tuple[Tile, ...], tile: Tile, before: str | None) -> tuple[Tile, ...]:
    at = next((i for i, one in enumerate(tiles) if one.key == before), len(tiles))
    return (*tiles[:at], tile, *tiles[at:])
