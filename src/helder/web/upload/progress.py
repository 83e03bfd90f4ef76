"""How far the loads under way are, kept in memory: they live as long as the server."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Lock

_REST = 0.4  # of what is left, what a load's later steps take


class Cancelled(Exception):
    """The load is to stop."""


@dataclass
class Progress:
    """How far one load is. closing: set when the server stops. stopping: whether someone asked for it to stop."""

    closing: Event
    stopping: bool = False
    share: float = 0.0
    _before: float = 0.0
    _step: float = 0.0

    def __call__(self, percent: float) -> None:
        """Told how far the running step is. Raises Cancelled where it is to stop."""
        if percent < self._step - 1:  # another step has begun
            self._before += (1 - self._before) * (1 - _REST)
        self._step = max(percent, 0.0)
        here = (1 - self._before) * (1 - _REST) * min(self._step, 100) / 100
        self.share = max(self.share, self._before + here)
        if self.stopping or self.closing.is_set():
            raise Cancelled


_under_way: dict[str, Progress] = {}
_lock = Lock()


def begin(key: str, closing: Event) -> Progress | None:
    """Note that a load begins; None where one is under way already: they would only wait for each other."""
    with _lock:
        if _under_way:
            return None
        _under_way[key] = Progress(closing)
        return _under_way[key]


def end(key: str) -> None:
    """Note that a load has ended."""
    with _lock:
        _under_way.pop(key, None)


def stop(key: str) -> None:
    """Ask a load to stop."""
    if found := _under_way.get(key):
        found.stopping = True


def share(key: str) -> float | None:
    """How much of a load is done, about, from 0 to 1; None where it is not under way."""
    found = _under_way.get(key)
    return None if found is None else found.share
