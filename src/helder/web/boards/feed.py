"""What an open board shows, worked out once for all who look at it, and told piece by piece as it changes."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from helder.boards.board import Board, Tile
from helder.query.scope import Scope
from helder.web import serving
from helder.web.boards.board_page import counted
from helder.web.boards.pictures.board import Look, Shown, tables_of, versions, view_of, worked_out
from helder.web.boards.turns import turns
from helder.web.boards.view import View, read

if TYPE_CHECKING:
    from helder.web.serving import Serving

_log = logging.getLogger(__name__)
#: Seconds between looks where nobody told of a change, and for which a connection lasts.
_LOOK, _LASTS = 5.0, 15 * 60.0
#: Seconds between two workings out of the same figures, at least; and of a board of days that are over.
_PAUSE, _SELDOM = 0.1, 5.0
#: By how many of its last times it is known how long something takes: now and then it is held up, or finds its answers there.
_TIMES = 3


@dataclass(frozen=True)
class Watched:
    """What is looked at: a version of a board, the view as an address has it, by whom."""

    key: str
    version: int
    query: str
    look: Look
    scope: Scope


#: What tells one feed from another: the event loop, and what is looked at.
Key = tuple[asyncio.AbstractEventLoop, Watched]


@dataclass(frozen=True)
class Piece:
    """A part of the page, by the id of its element, and the number of the change that made it so."""

    html: str
    change: int


class Feed:
    """One board as somebody sees it. Works while anybody listens; for one event loop."""

    def __init__(self, server: Serving, key: Key, board: Board) -> None:
        self._server = server
        self._key = key
        self._loop, self._watched = key
        self._board = board
        self._turns = turns()
        self._questions = server.questions.within(self._watched.scope).one_by_one()
        self._pieces: dict[str, Piece] = {}
        self._tiles: dict[str, Shown] = {}
        self._change = 0
        self._news = asyncio.Condition()
        self._groups = _grouped(board)
        self._stale = {tables: asyncio.Event() for tables in self._groups}
        self._work: list[asyncio.Task[None]] = []
        self._listeners = 0
        self._unwatch: Callable[[], None] = lambda: None

    def _heard(self, tables: frozenset[str]) -> None:
        self._loop.call_soon_threadsafe(self.changed, tables)

    @property
    def tiles(self) -> Mapping[str, Shown]:
        """The tiles as last worked out; a board's all, once it has been open for a moment."""
        return self._tiles

    @property
    def whole(self) -> bool:
        """Whether every tile has been worked out."""
        return len(self._tiles) == sum(map(len, self._groups.values()))

    def changed(self, tables: frozenset[str]) -> None:
        """Rows have come into tables."""
        for rests_on, stale in self._stale.items():
            if tables & rests_on:
                stale.set()

    async def listen(self) -> AsyncIterator[str]:
        """The changes as server-sent events, beginning with all there is."""
        self._listeners += 1
        if not self._work:
            self._start()
        seen, ends = 0, time.monotonic() + _LASTS
        try:
            yield "retry: 3000\n\n"
            while time.monotonic() < ends and not self._server.stopping.is_set():
                new = {name: piece.html for name, piece in self._pieces.items() if piece.change > seen}
                seen = self._change
                if new:
                    yield f"event: tiles\ndata: {json.dumps(new)}\n\n"
                await self._await_news(seen)
        finally:
            self._listeners -= 1
            if not self._listeners:
                self._stop()

    async def _await_news(self, seen: int) -> None:
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(lambda: self._change > seen), 1.0)
            except TimeoutError:
                return

    def _start(self) -> None:
        _open[self._key] = self
        self._unwatch = self._server.arrivals.watch(self._heard)
        self._work = [asyncio.create_task(self._keep(tables)) for tables in self._stale]

    def _stop(self) -> None:
        for task in self._work:
            task.cancel()
        self._work = []
        self._unwatch()
        if _open.get(self._key) is self:
            del _open[self._key]

    async def _keep(self, tables: frozenset[str]) -> None:
        """Work out some tiles anew whenever what they rest on has changed."""
        work_out = sync_to_async(self._worked_out, thread_sensitive=False)
        stale, known = self._stale[tables], None
        took: deque[float] = deque(maxlen=_TIMES)
        while True:
            try:
                async with self._turns.turn(median_low(took) if took else None):
                    stale.clear()
                    begun = time.monotonic()
                    version, tiles = await work_out(tables, known)
                if version != known:
                    if known is not None:  # the first time it is the page, too, that asks, and waits for its answers
                        took.append(time.monotonic() - begun)
                    known = version
                    await self._tell(tiles)
            except Exception as error:  # noqa: BLE001 - it would stand still for all who look
                known = None
                _log.warning(
                    "The tiles %s could not be worked out: %s", ", ".join(tile.key for tile in self._groups[tables]), error
                )
            await asyncio.sleep(_PAUSE if self._has_today() else _SELDOM)
            try:
                await asyncio.wait_for(stale.wait(), _LOOK)
            except TimeoutError:
                continue

    def _view(self) -> View:
        return read(QueryDict(self._watched.query), self._questions.today(), self._board)

    def _has_today(self) -> bool:
        today, view = self._questions.today(), self._view()
        return any(view_of(tile, view, today).until > today for tile in self._board.tiles)

    def _worked_out(self, tables: frozenset[str], known: object) -> tuple[object, dict[str, tuple[Shown, str]]]:
        """The version of what some tiles rest on, and the tiles where it is another than the known one."""
        view = self._view()
        version = (view, *versions(self._groups[tables], view, self._questions))
        if version == known:
            return version, {}
        with translation.override(self._watched.look.language):
            tiles = worked_out(self._groups[tables], view, self._questions, self._watched.look)
            return version, {key: (one, one.html) for key, one in tiles.items()}

    async def _tell(self, tiles: Mapping[str, tuple[Shown, str]]) -> None:
        """Note what is other than it was."""
        self._tiles = {**self._tiles, **{name: tile for name, (tile, _) in tiles.items()}}
        new = {f"tile-{name}": html for name, (_, html) in tiles.items()}
        if self.whole:
            with translation.override(self._watched.look.language):
                new["board-counts"] = render_to_string("boards/_counts.html", counted(self._tiles.values()))
        async with self._news:
            for name, html in new.items():
                if name not in self._pieces or self._pieces[name].html != html:
                    self._change += 1
                    self._pieces[name] = Piece(html, self._change)
            self._news.notify_all()


_open: dict[Key, Feed] = {}


def _grouped(board: Board) -> Mapping[frozenset[str], Sequence[Tile]]:
    """The tiles by the tables they rest on, which are worked out together."""
    found: dict[frozenset[str], list[Tile]] = {}
    for tile in board.tiles:
        found.setdefault(tables_of(tile, serving.catalog()), []).append(tile)
    return found


def known(wanted: Watched) -> dict[str, Shown]:
    """The tiles of a board that is open somewhere, which are kept as they are now; none of one that is not, or not yet whole."""
    found = next((one for (_, watched), one in list(_open.items()) if watched == wanted and one.whole), None)
    return dict(found.tiles) if found is not None else {}


def feed(watched: Watched, board: Board) -> Feed:
    """The feed of a board, one for all who look at the same."""
    key = (asyncio.get_running_loop(), watched)
    if key not in _open:
        _open[key] = Feed(serving.now(), key, board)
    return _open[key]
