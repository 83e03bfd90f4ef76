"""How often someone may ask: so many times at once, and so many more as time goes by."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

_KNOWN = 100_000


class Rate:
    """A limit for each of many askers, kept in memory. burst: at once; per_second: that come back."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, asker: Hashable, cost: float = 1.0) -> float:
        """Seconds to wait before asking again; 0 where it may go on now, which is then counted."""
        with self._lock:
            now = self._clock()
            left, seen = self._left.pop(asker, (self._burst, now))
            left = min(self._burst, left + (now - seen) * self._per_second)
            wait = 0.0 if left >= min(cost, self._burst) else (min(cost, self._burst) - left) / self._per_second
            self._left[asker] = (left if wait else left - cost, now)
            while len(self._left) > _KNOWN:
                self._left.popitem(last=False)
            return wait
