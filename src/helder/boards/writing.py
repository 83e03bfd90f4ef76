"""A board as people can read, mend and pass on: TOML; and as it is kept."""

from __future__ import annotations

from typing import Any

from helder.boards.board import Board, Filters, Section, Tile, Words

_USUAL = Tile("", "number")


def toml(board: Board) -> str:
    """A board as a TOML text, which read again is the same board."""
    import tomlkit

    return tomlkit.dumps(plain(board))


def plain(board: Board) -> dict[str, Any]:
    """A board as a mapping of texts, numbers and lists."""
    opens = _there(
        title=_words(board.title),
        about=_words(board.about),
        period=board.period,
        grain=board.grain,
        filters=_filters(board.filters),
    )
    # None at all is said too: left out it would be the usual ones.
    segments = {} if board.segments == Board(board.title).segments else {"segments": list(board.segments)}
    confidential = {"confidential": True} if board.confidential else {}
    return {**opens, **segments, **confidential, **_there(sections=[_section(one) for one in board.sections])}


def _section(section: Section) -> dict[str, Any]:
    return _there(key=section.key, title=_words(section.title), tiles=[_tile(one) for one in section.tiles])


def _tile(tile: Tile) -> dict[str, Any]:
    return _there(
        key=tile.key,
        picture=tile.picture,
        metrics=list(tile.metrics),
        by=list(tile.by),
        title=_words(tile.title),
        text=_words(tile.text),
        filters=_filters(tile.filters),
        period=tile.period,
        grain=tile.grain,
        compare=None if tile.compare == _USUAL.compare else tile.compare,
        most=None if tile.most == _USUAL.most else tile.most,
        width=tile.width,
        height=tile.height,
    )


def _there(**given: Any) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in (None, "", [], {})}


def _words(words: Words) -> str | dict[str, str]:
    texts = dict(words.texts)
    return texts.get("", "") if set(texts) <= {""} else texts


def _filters(filters: Filters) -> dict[str, list[str]]:
    return {name: list(values) for name, values in filters}
