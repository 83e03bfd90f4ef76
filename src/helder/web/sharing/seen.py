"""A board as it is looked at without its links: on a wall, or by whoever has a link to it."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from helder.errors import UnknownName
from helder.query.scope import Scope
from helder.web import serving
from helder.web.boards.opening import Opened
from helder.web.boards.pictures.board import look
from helder.web.boards.seen import Seen
from helder.web.boards.view import read


def seen(board: Opened, query: QueryDict, scope: Scope, *, clicks: bool) -> Seen:
    """A board in a view, without links and without personal data. clicks: whether values narrow it.

    Raises BadQuestion or UnknownName for a view it cannot have, and for one narrowed by what the board does not offer.
    """
    view = read(query, serving.now().questions.today(), board.board)
    offered = {*board.board.segments, *(name for tile in board.board.tiles for name in tile.by)}
    offered |= {name for name, _values in board.board.filters}
    for name, _values in view.filters:
        if name not in offered:
            raise UnknownName(_("segment"), name, offered, where="segment")
    return Seen(board, view, look(links=False, clicks=clicks), scope)
