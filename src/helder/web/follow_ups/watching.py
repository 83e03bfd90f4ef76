"""Seeing at once that answers came in, while there is a rule that looks at them."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helder.web.serving import Serving

#: Set while a look at what came in stands in the queue, so that no other need be put there.
_queued = Event()
#: Set while some rule is on, or may be.
_watched = Event()


def begun(serving: Serving, **_: Any) -> None:
    """A server begins: look, soon, whenever answers come in."""
    from helder.web.follow_ups.jobs import look_now

    def came_in(tables: frozenset[str]) -> None:
        if "answers" in tables and _watched.is_set() and not _queued.is_set() and not serving.stopping.is_set():
            _queued.set()
            look_now.soon()

    _queued.clear()
    _watched.set()  # whether there is a rule, the first look finds
    serving.arrivals.watch(came_in)


def looking() -> None:
    """A look begins; what comes in from now on needs another."""
    _queued.clear()


def watch(some: bool) -> None:
    """Look when answers come in, or not where no rule is on."""
    if some:
        _watched.set()
    else:
        _watched.clear()
