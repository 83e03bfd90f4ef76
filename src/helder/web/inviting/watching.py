"""Seeing at once that rows came in which may be events, without asking the database each time."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Event
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helder.web.serving import Serving

#: Set while a look at what came in stands in the queue, so that no other need be put there.
_queued = Event()
#: The tables that running rules look at.
_watched: set[str] = set()


def begun(serving: Serving, **_: Any) -> None:
    """A server begins: look, soon, at rows that may be events whenever some come in."""
    from helder.web.inviting.jobs import look_now

    def came_in(tables: frozenset[str]) -> None:
        if not _queued.is_set() and not _watched.isdisjoint(tables) and not serving.stopping.is_set():
            _queued.set()
            look_now.soon()

    _queued.clear()
    serving.arrivals.watch(came_in)


def looking() -> None:
    """A look begins; what comes in from now on needs another."""
    _queued.clear()


def watch(tables: Iterable[str]) -> None:
    """Look only when rows of these tables come in."""
    _watched.clear()
    _watched.update(tables)
