"""A board as it is looked at without its links: on a wall, or by whoever has a link to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from django.http import QueryDict, StreamingHttpResponse

from helder.errors import UnknownName
from helder.query.scope import Scope
from helder.web import serving
from helder.web.boards.data import Questions
from helder.web.boards.feed import Watched, feed, known
from helder.web.boards.opening import Opened
from helder.web.boards.pictures.board import Look, Shown, look, worked_out
from helder.web.boards.view import View, read
from helder.web.sharing.told import told


@dataclass(frozen=True)
class Seen:
    """What is looked at, by whom, and which rows of it are."""

    board: Opened
    view: View
    look: Look
    scope: Scope

    @property
    def questions(self) -> Questions:
        """The questions that may be put."""
        return serving.now().questions.within(self.scope)

    @property
    def watched(self) -> Watched:
        """What is told of."""
        return Watched(self.board.key, self.board.version, self.view.query, self.look, self.scope)

    def tiles(self) -> dict[str, Shown]:
        """Every tile, as it is known already where it is open elsewhere."""
        there = known(self.board.key, self.board.version, self.view, self.look, self.scope)
        return there or worked_out(self.board.board.tiles, self.view, self.questions, self.look)


def seen(board: Opened, query: QueryDict, scope: Scope, *, clicks: bool) -> Seen:
    """A board in a view, without links and without personal data. clicks: whether values narrow it.

    Raises BadQuestion or UnknownName for a view it cannot have, and for one narrowed by what the board does not offer.
    """
    view = read(query, serving.now().questions.today(), board.board)
    offered = {*board.board.segments, *(name for tile in board.board.tiles for name in tile.by)}
    offered |= {name for name, _values in board.board.filters}
    for name, _values in view.filters:
        if name not in offered:
            raise UnknownName("segment", name, offered, where="segment")
    return Seen(board, view, look(links=False, clicks=clicks), scope)


def streamed(one: Seen, holds: Callable[[], Awaitable[bool]]) -> StreamingHttpResponse:
    """The tiles as they change, told to a browser while they may be seen."""
    events = told(feed(one.watched, one.board.board).listen(), holds)
    headers = {"Cache-Control": "no-store", "Content-Encoding": "identity"}  # browsers read the first packed piece only
    return StreamingHttpResponse(events, content_type="text/event-stream", headers=headers)
