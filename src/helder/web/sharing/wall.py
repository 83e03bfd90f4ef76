"""A board on a wall: its tiles in pages that fill a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from helder.boards.board import COLUMNS, Board, Section, Tile
from helder.web import serving
from helder.web.boards.pictures.board import Shown
from helder.web.boards.seen import Seen
from helder.web.boards.whose import rows_of

#: Rows of tiles on a screen.
ROWS = 6


@dataclass(frozen=True)
class Slot:
    """The place of a tile on a page. begins: at the left of a new row."""

    tile: Tile
    width: int
    height: int
    begins: bool


@dataclass
class Page:
    """What is seen at once: tiles, and the titles of the sections they are of. rows: how many it has."""

    titles: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    rows: int = 0


def pages(board: Board, language: str) -> list[Page]:
    """A board's tiles in order, page by page; a section that fits on no page begun already begins one."""
    found = [Page()]
    for section in board.sections:
        rows = _placed(section.tiles, ROWS)
        fits = len(rows) == 1 and found[-1].rows + rows[0][1] <= ROWS
        for i, (slots, height) in enumerate(rows):
            if not slots:
                continue
            if found[-1].slots and not (fits and i == 0):
                found.append(Page())
            page = found[-1]
            page.titles += _title(section, language)
            page.slots += slots
            page.rows += height
    return [page for page in found if page.slots]


def rendered(request: HttpRequest, one: Seen, live: str) -> HttpResponse:
    """The page of a wall."""
    shown = one.tiles()
    language = get_language() or "en"
    context = {
        "title": one.board.board.title.of(language),
        "view": one.view,
        "whose": rows_of(one.questions.workspace.scope),
        "live": f"{live}?{one.view.query}",
        "zone": serving.zone().key,
        "pages": [(page, list(_with(page.slots, shown))) for page in pages(one.board.board, language)],
    }
    return render(request, "sharing/wall.html", context)


def _with(slots: Iterable[Slot], shown: dict[str, Shown]) -> Iterator[tuple[Slot, Shown]]:
    for slot in slots:
        if slot.tile.key in shown:
            yield slot, shown[slot.tile.key]


def _title(section: Section, language: str) -> list[str]:
    title = section.title.of(language)
    return [title] if title else []


def _placed(tiles: Iterable[Tile], most: int) -> list[tuple[list[Slot], int]]:
    """The slots of tiles as a grid places them, one after the other, page by page, with the rows each page takes."""
    found: list[tuple[list[Slot], int]] = [([], 0)]
    taken: set[tuple[int, int]] = set()
    row = column = 0
    for tile in tiles:
        width, height = tile.width, min(tile.height, most)
        while column + width > COLUMNS or _cells(row, column, width, height) & taken:
            column += 1
            if column + width > COLUMNS:
                row, column = row + 1, 0
        if row + height > most:
            found.append(([], 0))
            taken, row, column = set(), 0, 0
        taken |= _cells(row, column, width, height)
        slots, rows = found[-1]
        begins = not slots
        found[-1] = ([*slots, Slot(tile, width, height, begins)], max(rows, row + height))
        column += width
    return found


def _cells(row: int, column: int, width: int, height: int) -> set[tuple[int, int]]:
    return {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
