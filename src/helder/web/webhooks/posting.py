"""Looking and delivering beside the server, from its start until it stops."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

from django.db import DatabaseError, connection

from helder.errors import HelderError
from helder.web.serving import Serving
from helder.web.webhooks import sending, watching

#: Seconds between looks where nothing tells that something came in, and what is waited then for more to come with it.
_EVERY, _TOGETHER = 5.0, 0.2
_SENDERS = 8
_log = logging.getLogger(__name__)


@contextmanager
def telling(serving: Serving) -> Iterator[None]:
    """Tell other systems of what happens, until this is left; what is being sent then ends first."""
    posting = Posting(serving)
    posting.start()
    try:
        yield
    finally:
        serving.stopping.set()
        posting.wake()
        posting.join()


class Posting(Thread):
    """Tells other systems of what happens in one server."""

    def __init__(self, serving: Serving) -> None:
        super().__init__(name="helder-webhooks", daemon=True)
        self._stopping, self._came = serving.stopping, Event()
        self._busy: set[int] = set()
        serving.arrivals.watch(lambda tables: self._came.set())

    def wake(self) -> None:
        """Look now."""
        self._came.set()

    def run(self) -> None:
        with ThreadPoolExecutor(_SENDERS, thread_name_prefix="helder-webhook") as senders:
            while not self._stopping.is_set():
                self._came.wait(_EVERY)
                if self._stopping.wait(_TOGETHER):
                    return
                self._came.clear()
                try:
                    watching.look()
                    self._deliver(senders)
                except (HelderError, DatabaseError) as error:
                    _log.warning("Webhooks: %s", error)
                    connection.close()
                except Exception:  # noqa: BLE001 - the next look may do better; without it nobody would be told again
                    _log.exception("Webhooks could not be looked after")

    def _deliver(self, senders: ThreadPoolExecutor) -> None:
        """Begin with each endpoint that something is due for; a slow one holds up no other."""
        for endpoint in set(sending.waiting()) - self._busy:
            self._busy.add(endpoint)
            senders.submit(self._work_off, endpoint)

    def _work_off(self, endpoint: int) -> None:
        try:
            sending.work_off(endpoint)
        except (HelderError, DatabaseError) as error:
            _log.warning("Webhooks: %s", error)
        finally:
            connection.close()
            self._busy.discard(endpoint)
            self._came.set()
