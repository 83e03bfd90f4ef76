"""Running connections beside the pages: each on a thread of its own, as one may take hours."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from datetime import UTC, datetime, timedelta

from helder.connectors.reading.load import Load
from helder.connectors.sources import connection as connections
from helder.connectors.sources.connection import Connection
from helder.connectors.sources.moments import moment
from helder.connectors.sources.run import Runner
from helder.connectors.sources.runs import Place, Run
from helder.engines import Engine
from helder.errors import HelderError, StoreError
from helder.web import serving

#: More than so many do not run at once; the others wait for the next minute.
_MOST = 4
_log = logging.getLogger(__name__)
_going: dict[str, threading.Thread] = {}
_lock = threading.Lock()


def run(name: str, by: str = "", progress: Callable[[Run], None] = lambda run: None) -> Run:
    """Run a connection here and now. Raises BadInput where a run of it goes on."""
    now = serving.now()
    runner = Runner(now.settings, _bring, serving.catalog(), stopping=now.stopping.is_set, progress=progress)
    return runner.run(name, by)


def _bring(work: Callable[[Engine], Load]) -> Load:
    try:
        return serving.now().arrivals.bring(work).result()
    except (RuntimeError, CancelledError) as error:
        if not serving.now().stopping.is_set():
            raise
        raise StoreError("The server is stopping.", fix="The next run goes on from here.") from error


def start(name: str, by: str = "") -> bool:
    """Run a connection beside the pages; whether it was begun: not where it runs, or as many as may run do."""
    with _lock:
        for other in [one for one, thread in _going.items() if not thread.is_alive()]:
            del _going[other]
        if name in _going or len(_going) >= _MOST or serving.now().stopping.is_set():
            return False
        _going[name] = threading.Thread(target=_beside, args=(name, by), name=f"helder-source-{name}")
        _going[name].start()
        return True


def wait(name: str, seconds: float) -> None:
    """Wait until a connection that was begun has run, but no longer than that."""
    thread = _going.get(name)
    if thread is not None:
        thread.join(seconds)


def _beside(name: str, by: str) -> None:
    try:
        run(name, by)
    except HelderError as error:
        _log.warning("%s: %s", name, error)
    except Exception:  # the run says so too
        _log.exception("%s", name)
        raise


def due_at(connection: Connection, last: Run | None) -> datetime | None:
    """When a connection is to run next by itself; None for never."""
    if not (connection.on and connection.every):
        return None
    if last is None:
        return datetime.now(UTC)
    now = datetime.now(UTC)
    if last.began_at > now:  # the clock went back
        return now
    later = last.began_at + timedelta(minutes=connection.every)
    return max(later, moment(last.not_before) or later)


def due() -> list[str]:
    """The connections that are to run now."""
    found = []
    for name, one in connections.every(serving.now().home):
        if isinstance(one, HelderError) or (one.system.named and not one.records):
            continue
        place = Place(serving.now().home, name)
        last = next(iter(place.runs(1)), None)
        at = due_at(one, last)
        if at is not None and at <= datetime.now(UTC) and not place.busy:
            found.append(name)
    return found
