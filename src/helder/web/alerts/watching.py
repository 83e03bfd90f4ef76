"""Looking soon after rows have come in, without asking the database each time."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from helder.web.serving import Serving

#: What is waited for more to come in with it.
_TOGETHER = timedelta(seconds=3)
#: Set while a look stands in the queue, so that no other need be put there.
_queued = Event()


def begun(serving: Serving, **_: Any) -> None:
    """A server begins: look at alerts when rows come in."""

    def came_in(tables: frozenset[str]) -> None:
        if not serving.stopping.is_set():
            look_after(_TOGETHER)

    _queued.clear()
    serving.arrivals.watch(came_in)


def look_after(wait: timedelta) -> None:
    """Put a look into the queue, unless one stands there."""
    from helder.web.alerts.jobs import look_now

    if not _queued.is_set():
        _queued.set()
        look_now.at(timezone.now() + wait)


def looking() -> None:
    """A look begins; what comes in from now on needs another."""
    _queued.clear()
