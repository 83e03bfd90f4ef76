"""Work in a DuckDB connection that can be watched, timed and broken off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol, TypeVar

Result = TypeVar("Result")
_LOOK = 0.1  # seconds between looks at how far it is


class Interruptible(Protocol):
    """A connection whose statement another thread may watch and break off."""

    def execute(self, query: str) -> object:
        """Run a statement."""

    def interrupt(self) -> None:
        """Break off the running statement."""

    def query_progress(self) -> float:
        """How far the running statement is, in per cent; negative where not known."""


class TookTooLong(Exception):
    """Work that was broken off because its time was over."""


def run(
    connection: Interruptible,
    work: Callable[[], Result],
    *,
    progress: Callable[[float], None] | None = None,
    seconds: float | None = None,
) -> Result:
    """The result of work done on a connection.

    In the main thread it is done by another, so that Ctrl-C breaks it off at once. progress is told how far the running
    statement is, in per cent. seconds: after which it is broken off, and TookTooLong raised. KeyboardInterrupt leaves once the
    work has stopped.
    """
    if progress is None and threading.current_thread() is not threading.main_thread():
        return _here(connection, work, seconds)
    return _beside(connection, work, progress, seconds)


def _here(connection: Interruptible, work: Callable[[], Result], seconds: float | None) -> Result:
    """The result of work done in this thread, which Ctrl-C does not come to."""
    if seconds is None:
        return work()
    with _limits.limited(connection, seconds):
        return work()


class _Limits:
    """Breaks off what runs longer than it may, by one thread for all: one for each costs as much as a small statement does."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: dict[object, tuple[float, Interruptible]] = {}
        self._over: set[object] = set()
        self._awaited = float("inf")
        self._thread: threading.Thread | None = None

    @contextmanager
    def limited(self, connection: Interruptible, seconds: float) -> Iterator[None]:
        """Within it work may run for so long."""
        one, ends = object(), time.monotonic() + seconds
        with self._changed:
            self._running[one] = (ends, connection)
            if self._thread is None or not self._thread.is_alive():  # a process that forked has it no longer
                self._thread = threading.Thread(target=self._watch, name="helder-limits", daemon=True)
                self._thread.start()
            elif ends < self._awaited:
                self._changed.notify()
        try:
            yield
        except Exception as error:
            if self._left(one):
                raise TookTooLong from error
            raise
        finally:
            self._left(one)

    def _left(self, one: object) -> bool:
        """Watch something no longer; whether it was broken off."""
        with self._changed:
            self._running.pop(one, None)
            over = one in self._over
            self._over.discard(one)
            return over

    def _watch(self) -> None:
        with self._changed:
            while True:
                self._awaited = min((ends for ends, _ in self._running.values()), default=float("inf"))
                left = self._awaited - time.monotonic()
                if left > 0:
                    self._changed.wait(min(left, threading.TIMEOUT_MAX))
                    continue
                self._break_off()
                self._changed.wait(_LOOK / 10)  # again and again: between two statements there is nothing to break off

    def _break_off(self) -> None:
        for one, (ends, connection) in self._running.items():
            if ends <= time.monotonic():
                self._over.add(one)
                with suppress(Exception):  # of one that was closed meanwhile; the others are broken off all the same
                    connection.interrupt()


_limits = _Limits()


def _beside(
    connection: Interruptible, work: Callable[[], Result], progress: Callable[[float], None] | None, seconds: float | None
) -> Result:
    """The result of work done in another thread."""
    outcome: list[Result] = []
    failure: list[BaseException] = []
    finished = threading.Event()  # not Thread.join: on Python 3.11 an interrupted join takes a running thread for ended

    def working() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where the work was asked for
            failure.append(error)
        finally:
            finished.set()

    if progress is not None:
        connection.execute("set enable_progress_bar = true")
        connection.execute("set enable_progress_bar_print = false")
    thread = threading.Thread(target=working, name="helder-work")
    try:
        thread.start()
        _wait(finished, connection, progress, seconds)
    except BaseException:
        if finished.wait(_LOOK) or thread.ident is not None:  # else Ctrl-C came before the thread began
            _stop(finished, connection)
        raise
    if failure:
        raise failure[0]
    return outcome[0]


def _wait(
    finished: threading.Event, connection: Interruptible, progress: Callable[[float], None] | None, seconds: float | None
) -> None:
    if progress is None:
        if not finished.wait(seconds):
            raise TookTooLong
        return
    end = None if seconds is None else time.monotonic() + seconds
    while not finished.wait(_LOOK):
        progress(connection.query_progress())
        if end is not None and time.monotonic() > end:
            raise TookTooLong


def _stop(finished: threading.Event, connection: Interruptible) -> None:
    """Break the work off and wait for its end: the connection is in use until then."""
    while not finished.is_set():
        try:
            connection.interrupt()  # again and again: between two statements there is nothing to break off
            finished.wait(_LOOK / 10)
        except KeyboardInterrupt:
            continue  # it is being broken off already
