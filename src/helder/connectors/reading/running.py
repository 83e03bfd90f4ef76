"""Work in the store that can be watched and broken off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

Result = TypeVar("Result")
_LOOK = 0.1  # seconds between looks at how far it is


class Interruptible(Protocol):
    """A connection whose statement another thread may watch and break off."""

    def interrupt(self) -> None:
        """Break off the running statement."""

    def query_progress(self) -> float:
        """How far the running statement is, in per cent; negative where not known."""


def run(connection: Interruptible, work: Callable[[], Result], progress: Callable[[float], None]) -> Result:
    """The result of work done on a connection, in a thread of its own so that Ctrl-C breaks it off at once.

    progress is told how far the running statement is, in per cent. KeyboardInterrupt leaves once the work has stopped.
    """
    outcome: list[Result] = []
    failure: list[BaseException] = []

    def working() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where the work was asked for
            failure.append(error)

    thread = threading.Thread(target=working, name="helder-load")
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_LOOK)
            progress(connection.query_progress())
    except KeyboardInterrupt:
        while thread.is_alive():
            connection.interrupt()  # again and again: between two statements there is nothing to break off
            time.sleep(_LOOK / 10)
        raise
    if failure:
        raise failure[0]
    return outcome[0]
