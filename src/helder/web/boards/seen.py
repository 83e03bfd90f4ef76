"""A board as somebody looks at it: in which view, with which rights, over which rows; and being told what changes on it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

from django.http import StreamingHttpResponse

from helder.query.scope import Scope
from helder.web import serving
from helder.web.accounts.models import Person, Right
from helder.web.accounts.seeing import scope_of
from helder.web.boards.data import STANDING, Questions
from helder.web.boards.feed import Watched, feed, known
from helder.web.boards.opening import Opened
from helder.web.boards.pictures.board import Look, Shown, look, versions, worked_out
from helder.web.boards.told import told
from helder.web.boards.view import View, read


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
        """Every tile, as it is known already where it is open elsewhere or was looked at on the same data."""
        return known(self.watched) or self._worked_out()

    def _worked_out(self) -> dict[str, Shown]:
        questions, tiles = self.questions, tuple(self.board.board.tiles)
        key = ("tiles", self.watched, int(time.monotonic() // STANDING), versions(tiles, self.view, questions))
        return questions.once(key, lambda: worked_out(tiles, self.view, questions, self.look))


def seen_by(person: Person, board: Opened, query: Mapping[str, str]) -> Seen:
    """A board as somebody who is signed in looks at it. Raises BadQuestion or UnknownName for a view it cannot have."""
    view = read(query, serving.now().questions.today(), board.board)
    edits = board.key if board.may_edit and person.may(Right.BOARDS) else ""
    looks = look(personal=person.may(Right.PERSONAL), edits=edits, alerts=person.may(Right.BOARD))
    return Seen(board, view, looks, scope_of(person))


def streamed(one: Seen, holds: Callable[[], Awaitable[bool]]) -> StreamingHttpResponse:
    """The tiles as they change, told to a browser while they may be seen."""
    return events_of(told(feed(one.watched, one.board.board).listen(), holds))


def events_of(events: AsyncIterator[str]) -> StreamingHttpResponse:
    """Server-sent events as an answer."""
    headers = {"Cache-Control": "no-store", "Content-Encoding": "identity"}  # browsers read the first packed piece only
    return StreamingHttpResponse(events, content_type="text/event-stream", headers=headers)
