"""What is done with the tiles and sections of a draft: each act by its name, as forms send it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from helder.boards import editing
from helder.boards.board import COLUMNS, TALLEST, Board, Words, said
from helder.boards.suggesting import section as suggested
from helder.errors import BadInput, UnknownName
from helder.web import serving
from helder.web.boards.pictures.board import called

Given = Mapping[str, str]
#: What an act makes of a board, and what it did, in words.
Done = tuple[Board, str]


def done(act: str, board: Board, given: Given) -> Done:
    """Do what a form asks. Raises UnknownName or BadInput for what cannot be done."""
    if act not in _ACTS:
        raise UnknownName(_("act"), act, _ACTS, where="act")
    return _ACTS[act](board, given)


def whereabouts(board: Board, key: str) -> str:
    """Where a tile is and how large, in words for those who do not see it."""
    for i, section in enumerate(board.sections, 1):
        for j, tile in enumerate(section.tiles, 1):
            if tile.key == key:
                place = _("place %(place)s of %(places)s in section %(section)s of %(sections)s") % {
                    "place": j, "places": len(section.tiles), "section": i, "sections": len(board.sections),
                }  # fmt: skip
                return f"{_name(board, key)}: {place}, {_size(tile.width, tile.height)}"
    return ""


def _size(width: int, height: int) -> str:
    wide = ngettext("%(n)s column wide", "%(n)s columns wide", width) % {"n": width}
    return f"{wide}, " + ngettext("%(n)s row high", "%(n)s rows high", height) % {"n": height}


def _name(board: Board, key: str) -> str:
    return called(editing.tile_of(board, key), get_language() or "en")


def _moved(by: int) -> Callable[[Board, Given], Done]:
    return lambda board, given: (
        editing.moved(board, given["tile"], by),
        _("Moved %(tile)s") % {"tile": _name(board, given["tile"])},
    )


def _sent(by: int) -> Callable[[Board, Given], Done]:
    return lambda board, given: (
        editing.sent(board, given["tile"], by),
        _("Moved %(tile)s") % {"tile": _name(board, given["tile"])},
    )


def _place(board: Board, given: Given) -> Done:
    found = editing.placed(board, given["tile"], given["section"], given.get("before") or None)
    return found, _("Moved %(tile)s") % {"tile": _name(board, given["tile"])}


def _grown(wider: int, taller: int) -> Callable[[Board, Given], Done]:
    def act(board: Board, given: Given) -> Done:
        tile = editing.tile_of(board, given["tile"])
        return _sized(board, tile.key, tile.width + wider, tile.height + taller)

    return act


def _size_of(board: Board, given: Given) -> Done:
    return _sized(board, given["tile"], _number(given, "width", COLUMNS), _number(given, "height", TALLEST))


def _sized(board: Board, key: str, width: int, height: int) -> Done:
    return editing.sized(board, key, width, height), _("Changed the size of %(tile)s") % {"tile": _name(board, key)}


def _number(given: Given, name: str, most: int) -> int:
    text = given.get(name, "")
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise BadInput(
            _("%(text)r is no size.") % {"text": text}, where=name, fix=_("Give a number from 1 to %(most)s.") % {"most": most}
        )
    return int(text)


def _copy(board: Board, given: Given) -> Done:
    return editing.copied(board, given["tile"]), _("Copied %(tile)s") % {"tile": _name(board, given["tile"])}


def _remove(board: Board, given: Given) -> Done:
    return editing.without_tile(board, given["tile"]), _("Removed %(tile)s") % {"tile": _name(board, given["tile"])}


def _add_section(board: Board, given: Given) -> Done:
    return editing.with_section(board, said(given.get("title", "").strip()[:200])), _("Added a section")


def _name_section(board: Board, given: Given) -> Done:
    before = next((one.title for one in board.sections if one.key == given["section"]), Words())
    title = editing.said_in(before, given.get("title", "")[:200], (get_language() or "en")[:2])
    return editing.section_named(board, given["section"], title), _("Renamed a section")


def _section_moved(by: int) -> Callable[[Board, Given], Done]:
    return lambda board, given: (editing.section_moved(board, given["section"], by), _("Moved a section"))


def _remove_section(board: Board, given: Given) -> Done:
    return editing.without_section(board, given["section"]), _("Removed a section")


def _suggest(board: Board, given: Given) -> Done:
    catalog = serving.catalog()
    if given.get("metric") not in catalog:
        raise UnknownName(_("metric"), given.get("metric", ""), catalog)
    metric = catalog[given["metric"]]
    ready = suggested(metric, catalog)
    title = ready.title.of(get_language() or "en")
    return editing.with_section(board, ready.title, ready.tiles), _("Added a section about %(metric)s") % {"metric": title}


_ACTS: dict[str, Callable[[Board, Given], Done]] = {
    "earlier": _moved(-1),
    "later": _moved(1),
    "section-before": _sent(-1),
    "section-after": _sent(1),
    "place": _place,
    "narrower": _grown(-1, 0),
    "wider": _grown(1, 0),
    "shorter": _grown(0, -1),
    "taller": _grown(0, 1),
    "size": _size_of,
    "copy": _copy,
    "remove": _remove,
    "add-section": _add_section,
    "name-section": _name_section,
    "section-earlier": _section_moved(-1),
    "section-later": _section_moved(1),
    "remove-section": _remove_section,
    "suggest": _suggest,
}
