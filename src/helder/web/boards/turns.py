"""Whose turn it is to work out anew what open boards show.

What is quick does not wait for what takes long, and both leave the processors time for whatever else is asked of them. Of those
that wait, whoever has waited longest beside what it takes comes first: nobody is passed over for ever.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median_low
from weakref import WeakKeyDictionary

_PROCESSORS = os.cpu_count() or 1
#: Work takes long from so many seconds on, and from so many times what is usual: where all is slow, what is quick still is.
LONG, MUCH = 0.2, 4.0
#: By how many works it is known what is usual.
_USUAL = 64
#: The part of the time for which a place for quick, and for long, work is worked in where the processors are full of this
#: process; and the most seconds it rests.
_QUICK_SHARE, _LONG_SHARE, _MOST_REST = 0.4, 0.3, 3.0
#: Seconds for which others wait at most for what takes long, or was never timed: a question may hang.
_PATIENCE = 5.0


class Turns:
    """The turns of all boards that are open in one event loop."""

    def __init__(self) -> None:
        # What is quick is planned rather than read, by one processor; what takes long is read by all there are. What was never
        # timed is done one at a time, so that it is.
        self._quick = _Lane(_PROCESSORS, _QUICK_SHARE)
        self._long = _Lane(1, _LONG_SHARE)
        self._untimed = _Lane(1, 1.0)
        self._took: deque[float] = deque(maxlen=_USUAL)

    @asynccontextmanager
    async def turn(self, takes: float | None) -> AsyncIterator[None]:
        """Wait for a turn, which lasts until this is left. takes: seconds that are needed; None where that was never timed."""
        if takes is not None:
            self._took.append(takes)
        long = max(LONG, MUCH * median_low(self._took or [0.0]))
        lane = self._untimed if takes is None else self._quick if takes < long else self._long
        place = await lane.enter(takes or 0.0)
        # What turns out to take longer goes on beside the others, who wait for it no longer.
        longest = long if lane is self._quick else _PATIENCE
        no_longer = asyncio.get_running_loop().call_later(longest, place.leave)
        try:
            yield
        finally:
            no_longer.cancel()
            place.leave()


@dataclass(eq=False)
class _Waiting:
    """One that waits, how long what it does takes, and since when it waits."""

    takes: float
    called: asyncio.Future[None]
    since: float

    def urgency(self, now: float) -> float:
        """How long it has waited beside what it takes."""
        return (now - self.since) / max(self.takes, 0.001)


@dataclass(eq=False)
class _Place:
    """A place that is worked in. left: told, once, for how many seconds this process could have had all processors meanwhile."""

    left: Callable[[float], None]
    begun: float = field(default_factory=time.process_time)
    _held: bool = True

    def leave(self) -> None:
        """Let go of it; nothing where that was done."""
        if self._held:
            self._held = False
            self.left((time.process_time() - self.begun) / _PROCESSORS)


class _Lane:
    """As many at once as there are places, each of which rests after its work.

    It rests the longer, the more of the processors this process had meanwhile: where they are full of it, the work is a share of
    the time; where they are not, it hardly rests.
    """

    def __init__(self, places: int, share: float) -> None:
        self._free = places
        self._rest = 1 / share - 1
        self._waiting: list[_Waiting] = []

    async def enter(self, takes: float) -> _Place:
        """Wait for a place."""
        called = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(takes, called, time.monotonic()))
        self._call()
        try:
            await called
        except asyncio.CancelledError:
            if not called.cancelled():  # it was called in the same moment
                self._come_free()
            raise
        return _Place(self._rested)

    def _rested(self, worked: float) -> None:
        """Let go of a place once it has rested from so many seconds of full processors."""
        asyncio.get_running_loop().call_later(min(worked * self._rest, _MOST_REST), self._come_free)

    def _come_free(self) -> None:
        self._free += 1
        self._call()

    def _call(self) -> None:
        self._waiting = [one for one in self._waiting if not one.called.cancelled()]
        while self._free and self._waiting:
            now = time.monotonic()
            following = max(self._waiting, key=lambda one: one.urgency(now))
            self._waiting.remove(following)
            self._free -= 1
            following.called.set_result(None)


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()


def turns() -> Turns:
    """The turns of the event loop that runs."""
    return _turns.setdefault(asyncio.get_running_loop(), Turns())
