"""Looking soon after rows have come in."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helder.web.serving import Serving

#: Seconds between looks, however many rows come in; what comes in later is seen within the minute.
_EACH = 5.0
_lock = Lock()
_last = [0.0]


def begun(serving: Serving, **_: Any) -> None:
    """A server begins: look at alerts when rows come in."""
    from helder.web.alerts.jobs import look_now

    def came_in(tables: frozenset[str]) -> None:
        with _lock:
            if time.monotonic() - _last[0] < _EACH or serving.stopping.is_set():
                return
            _last[0] = time.monotonic()
        look_now.soon()

    serving.arrivals.watch(came_in)
