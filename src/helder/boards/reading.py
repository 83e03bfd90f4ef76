"""A board from what people wrote: TOML, or the same as kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from helder import toml
from helder.boards.board import COLUMNS, COMPARISONS, GRAINS, PERIODS, TALLEST, Board, Filters, Section, Tile, Words
from helder.boards.pictures import PICTURES
from helder.errors import BadInput, HelderError, UnknownName
from helder.i18n import LANGUAGES
from helder.metrics import Catalog
from helder.toml import Lines, check_keys

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_BOARD = ("title", "about", "period", "grain", "filters", "segments", "confidential", "sections")
_SECTION = ("key", "title", "tiles")
_TILE = (
    "key", "picture", "metrics", "by", "title", "text", "filters", "period", "grain", "compare", "most", "width", "height",
)  # fmt: skip
#: Tiles, or sections, on one board at most, and letters of a text.
MOST_TILES, _LONGEST = 60, 4000
#: Letters of a whole board at most.
_LONGEST_BOARD = 200_000
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
#: A key of more than twenty parts: no board has one, and reading it takes time by the square of its parts.
_FAR_DOWN = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{20}}")


def parsed(text: str, catalog: Catalog, name: str = "board.toml") -> Board:
    """The board that a TOML text says. Raises BadInput or UnknownName, with the line, where it says none."""
    _check_bounds(text, name)
    try:
        given, lines = toml.parsed(text, name)
        return board(given, catalog, lines)
    except RecursionError as error:
        raise BadInput("Its lists lie too deep in one another.", where=name, fix="Write them as boards have them.") from error
    except ValueError as error:  # of numbers with thousands of digits, which Python neither reads nor writes
        raise BadInput("A number in it is too long.", where=name, fix="Write a shorter one.") from error


def _check_bounds(text: str, name: str) -> None:
    if len(text) > _LONGEST_BOARD:
        raise BadInput(f"It has more than {_LONGEST_BOARD:,} letters.", where=name, fix="Make two boards of it.")
    if found := _FAR_DOWN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise BadInput("A name has more than 20 parts.", where=f"{name}, line {line}", fix="Write it with fewer dots.")


def board(given: Mapping[str, Any], catalog: Catalog, lines: Lines | None = None) -> Board:
    """The board that a mapping says. Raises BadInput or UnknownName where it says none."""
    reading = _Reading(catalog, lines or Lines("", "board"))
    found = reading.board(dict(given))
    for path, fault in faults(found, catalog):
        raise BadInput(fault.what, where=reading.lines.where(*path), fix=fault.fix)
    return found


def kept(given: Mapping[str, Any], catalog: Catalog) -> Board:
    """A board as it was kept: sound in form, though metrics may have gone from the catalogue since, which `faults` tells."""
    return _Reading(catalog, Lines("", "board")).board(dict(given))


def faults(board: Board, catalog: Catalog) -> Iterator[tuple[tuple[str | int, ...], HelderError]]:
    """What is wrong with a board and its tiles, with the place of each."""
    if board.grain == "hour" and board.period != "today":
        yield ("grain",), BadInput("Hours can be drawn of one day.", fix='Write period = "today", or another grain.')
    known = {name for metric in catalog.values() for name in metric.dimensions}
    for path, names in ((("filters",), [name for name, _ in board.filters]), (("segments",), board.segments)):
        for name in names:
            if name not in known:
                yield (*path, name), UnknownName("dimension", name, known)
    for i, section in enumerate(board.sections):
        for j, tile in enumerate(section.tiles):
            for name, fault in tile_faults(tile, catalog):
                yield ("sections", i, "tiles", j, name), fault


def tile_faults(tile: Tile, catalog: Catalog) -> Iterator[tuple[str, HelderError]]:
    """What is wrong with a tile, by the name of what it says."""
    for name in tile.metrics:
        if name not in catalog:
            yield "metrics", UnknownName("metric", name, catalog)
    for dimension, _ in tile.filters:
        for metric in (catalog[name] for name in tile.metrics if name in catalog):
            if dimension not in metric.dimensions:
                yield "filters", UnknownName("dimension", dimension, metric.dimensions, where=metric.name)
    yield from PICTURES[tile.picture].faults(tile, catalog)


class _Reading:
    """Reads one board, and says where what is wrong stands."""

    def __init__(self, catalog: Catalog, lines: Lines) -> None:
        self.catalog = catalog
        self.lines = lines

    def board(self, given: Any) -> Board:
        check_keys(given, _BOARD, "word for a board", self.lines)
        title = self.words(given, "title")
        if not title:
            raise BadInput("It has no title.", where=self.lines.where("title"), fix='Write one, as title = "Service".')
        sections = tuple(self.section(one, i) for i, one in enumerate(self.tables(given, "sections")))
        found = Board(
            title=title,
            about=self.words(given, "about"),
            sections=sections,
            period=self.choice(given, PERIODS, "period") or "3-months",
            grain=self.choice(given, GRAINS, "grain"),
            filters=self.filters(given, "filters"),
            segments=self.texts(given, "segments") if "segments" in given else Board(title).segments,
            confidential=self.flag(given, "confidential"),
        )
        self.check_unique(found)
        return found

    def check_unique(self, board: Board) -> None:
        keys = {"tiles": [tile.key for tile in board.tiles], "sections": [section.key for section in board.sections]}
        for what, names in keys.items():
            if len(names) > MOST_TILES:
                raise BadInput(
                    f"It has {len(names)} {what}; a board has {MOST_TILES} at most.",
                    where=self.lines.name,
                    fix="Make two boards of it.",
                )
            twice = sorted({key for key in names if names.count(key) > 1})
            if twice:
                raise BadInput(f"Two have the key {twice[0]!r}.", where=self.lines.name, fix="Give each its own.")

    def section(self, given: Any, i: int) -> Section:
        path = ("sections", i)
        check_keys(given, _SECTION, "word for a section", self.lines, *path)
        tiles = tuple(self.tile(one, (*path, "tiles", j), i, j) for j, one in enumerate(self.tables(given, *path, "tiles")))
        return Section(self.key(given, f"section-{i + 1}", *path), self.words(given, *path, "title"), tiles)

    def tile(self, given: Any, path: tuple[str | int, ...], i: int, j: int) -> Tile:
        check_keys(given, _TILE, "word for a tile", self.lines, *path)
        picture = self.choice(given, tuple(PICTURES), *path, "picture")
        if picture is None:
            raise BadInput("It says no picture.", where=self.lines.where(*path), fix=f"Choose from: {', '.join(PICTURES)}.")
        width, height = PICTURES[picture].size
        metrics = self.texts(given, *path, "metrics")
        return Tile(
            key=self.key(given, f"{metrics[0] if metrics else picture}-{i + 1}-{j + 1}", *path),
            picture=picture,
            metrics=metrics,
            by=self.texts(given, *path, "by"),
            title=self.words(given, *path, "title"),
            text=self.words(given, *path, "text"),
            filters=self.filters(given, *path, "filters"),
            period=self.choice(given, PERIODS, *path, "period"),
            grain=self.choice(given, GRAINS, *path, "grain"),
            compare=self.choice(given, COMPARISONS, *path, "compare") or "previous",
            most=self.number(given, 10, 1, 100, *path, "most"),
            width=self.number(given, width, 2, COLUMNS, *path, "width"),
            height=self.number(given, height, 1, TALLEST, *path, "height"),
        )

    def tables(self, given: Mapping[str, Any], *path: str | int) -> list[Any]:
        found = given.get(str(path[-1]), [])
        if not isinstance(found, list):
            raise BadInput(f"{path[-1]} cannot be {found!r}.", where=self.lines.where(*path), fix="Give a list of tables.")
        return found

    def key(self, given: Mapping[str, Any], usual: str, *path: str | int) -> str:
        found = given.get("key", usual)
        if not isinstance(found, str) or not _KEY.fullmatch(found):
            raise BadInput(
                f"No key is {found!r}.",
                where=self.lines.where(*path, "key"),
                fix="Use small letters, digits, - and _, 80 at most.",
            )
        return found

    def words(self, given: Mapping[str, Any], *path: str | int) -> Words:
        found = given.get(str(path[-1]), "")
        texts = {"": found} if isinstance(found, str) else found
        if not isinstance(texts, dict) or not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts.values()):
            raise BadInput(
                f"{path[-1]} is no text.", where=self.lines.where(*path), fix='Write "...", or { en = "...", nl = "..." }.'
            )
        for language in texts:
            if language and language not in LANGUAGES:
                raise UnknownName("language", language, LANGUAGES, where=self.lines.where(*path))
        return Words(tuple((language, text.strip()) for language, text in texts.items() if text.strip()))

    def texts(self, given: Mapping[str, Any], *path: str | int) -> tuple[str, ...]:
        found = given.get(str(path[-1]), [])
        found = [found] if isinstance(found, str) else found
        if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
            raise BadInput(f"{path[-1]} cannot be {found!r}.", where=self.lines.where(*path), fix='Give a list, as ["nps"].')
        return tuple(dict.fromkeys(found))

    def filters(self, given: Mapping[str, Any], *path: str | int) -> Filters:
        found = given.get(str(path[-1]), {})
        if not isinstance(found, dict):
            raise BadInput(
                f"{path[-1]} cannot be {found!r}.", where=self.lines.where(*path), fix='Give a table, as { country = ["NL"] }.'
            )
        return tuple((name, values) for name in found if (values := self.texts(found, *path, name)))

    def choice(self, given: Mapping[str, Any], known: tuple[str, ...], *path: str | int) -> str | None:
        name = str(path[-1])
        found = given.get(name)
        if found is not None and found not in known:
            raise UnknownName(name, str(found), known, where=self.lines.where(*path))
        return found

    def flag(self, given: Mapping[str, Any], *path: str | int) -> bool:
        found = given.get(str(path[-1]), False)
        if not isinstance(found, bool):
            raise BadInput(f"{path[-1]} cannot be {found!r}.", where=self.lines.where(*path), fix="Write true or false.")
        return found

    def number(self, given: Mapping[str, Any], usual: int, least: int, most: int, *path: str | int) -> int:
        found = given.get(str(path[-1]), usual)
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
            raise BadInput(
                f"{path[-1]} cannot be {found!r}.",
                where=self.lines.where(*path),
                fix=f"Give a whole number from {least} to {most}.",
            )
        return found
