"""Work in a DuckDB connection that can be watched, timed and broken off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
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
    """The result of work done on a connection, in a thread of its own so that Ctrl-C breaks it off at once.

    progress is told how far the running statement is, in per cent. seconds: after which it is broken off, and TookTooLong
    raised. KeyboardInterrupt leaves once the work has stopped.
    """
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
