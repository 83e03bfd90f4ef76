"""Putting what was taken in into the store: what has gathered, in one transaction that notes how far the journal was read."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import accumulate
from threading import Condition, Event, Thread

from helder.connectors.arriving.arrived import Arrived, Refused, joined, read
from helder.connectors.arriving.journal import Journal
from helder.connectors.reading import rejects
from helder.engines import Engine, Writer
from helder.errors import StoreError
from helder.model import TABLES

#: Bytes put into the store at once when a journal is read after a start.
_PIECE = 64 * 2**20
#: Seconds before it is tried again where the store did not take it, at first and at most.
_AGAIN, _AT_MOST = 0.5, 30.0

_log = logging.getLogger(__name__)


class Applying(Thread):
    """Puts records into the store, in order, as soon as they are there but not more often than the engine takes well.

    told: called with the names of the tables that rows have come into.
    """

    def __init__(self, engine: Engine, journal: Journal, told: Callable[[frozenset[str]], None]) -> None:
        super().__init__(name="helder-applying", daemon=True)
        self._engine = engine
        self._journal = journal
        self._told = told
        self._changed = Condition()
        self._waiting: list[tuple[int, int, Sequence[Arrived]]] = []
        #: Bytes taken in that are not in the store yet; kept, as every send asks.
        self.waiting_bytes = 0
        self._stopping = Event()
        self._property = f"journal {journal.identity}"
        self.applied = int(engine.properties().get(self._property, 0))
        if self.applied > journal.last:
            journal.renew()
            self._property, self.applied = f"journal {journal.identity}", 0
        self._replay()

    def add(self, number: int, size: int, arrived: Sequence[Arrived]) -> None:
        """Let a record wait to be put into the store."""
        with self._changed:
            self._waiting.append((number, size, arrived))
            self.waiting_bytes += size
            self._changed.notify_all()

    def wait_for(self, number: int) -> None:
        """Return when a record is in the store. Raises StoreError where it ends before."""
        with self._changed:
            while self.applied < number:
                if self._stopping.is_set() and not self.is_alive():
                    raise StoreError(
                        "The server was stopped meanwhile.", fix="What was sent is kept, and comes in when it starts."
                    )
                self._changed.wait(0.2)

    def run(self) -> None:
        pause = 0.0
        while self._await_some(pause):
            begun = time.monotonic()
            try:
                self._apply(self._piece())
            except Exception as error:  # noqa: BLE001 - whatever it was, what is in the journal is not given up
                if self._stopping.is_set():
                    _log.warning("Rows that have arrived stay in the journal until the next start: %s", error)
                    return
                pause = min(max(2 * pause, _AGAIN), _AT_MOST)
                _log.warning("Rows that have arrived could not be put into the store; tried again in %.1f s: %s", pause, error)
                continue
            pause = max(self._engine.capabilities.pause - (time.monotonic() - begun), 0.0)

    def stop(self) -> None:
        """Put what waits into the store, then end."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        if self.is_alive():
            self.join()

    def _await_some(self, pause: float) -> bool:
        """Wait out a pause, and until there is something to do; False where there will be no more."""
        self._stopping.wait(pause)  # what arrives meanwhile wakes nobody
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping.is_set())
            return bool(self._waiting)

    def _replay(self) -> None:
        """Put into the store what the last server left in the journal."""
        piece: list[tuple[int, int, Sequence[Arrived]]] = []
        size = 0
        for record in self._journal.after(self.applied):
            piece.append((record.number, len(record.content), tuple(read(record.content))))
            size += len(record.content)
            if size > _PIECE:
                self._apply(piece)
                piece, size = [], 0
        if piece:
            self._apply(piece)

    def _apply(self, records: list[tuple[int, int, Sequence[Arrived]]]) -> None:
        last = records[-1][0]
        by_table: dict[str, list[Arrived]] = {}
        for _, _, arrived in records:
            for one in arrived:
                by_table.setdefault(one.table, []).append(one)
        with self._engine.write() as writer:
            for name, some in by_table.items():
                self._append(writer, name, some)
            _mark(writer, self._property, last)
        with self._changed:
            self.applied = last
            self.waiting_bytes -= sum(size for _, size, _ in self._waiting[: len(records)])
            del self._waiting[: len(records)]
            self._changed.notify_all()
        with suppress(OSError):  # a file too many does no harm, and goes with the next
            self._journal.forget(last)
        self._told(frozenset(by_table))

    def _piece(self) -> list[tuple[int, int, Sequence[Arrived]]]:
        """What waits, the first of it where it is much."""
        with self._changed:
            sizes = accumulate(size for _, size, _ in self._waiting)
            return [one for one, upto in zip(self._waiting, sizes, strict=True) if upto <= _PIECE] or self._waiting[:1]

    def _append(self, writer: Writer, name: str, some: list[Arrived]) -> None:
        table = TABLES[name]
        rows = joined(table, some)
        if rows is not None:
            sources = dict.fromkeys(source for one in some for source in one.sources)
            writer.append(table, rows, source=", ".join(sources), often=True)
        by_source: dict[str, list[Refused]] = {}
        for one in some:
            for row in one.refused:
                by_source.setdefault(row.source, []).append(row)
        for source, rows_refused in by_source.items():
            faults = [(row.record, [(f.column, f.value, f.reason) for f in row.faults]) for row in rows_refused]
            rejects.keep_arrived(writer.connection, writer.number(), table, source, faults)


def _mark(writer: Writer, name: str, number: int) -> None:
    """Note how far the journal is in the store."""
    writer.connection.execute("delete from _helder.properties where name = ?", [name])
    writer.connection.execute("insert into _helder.properties values (?, ?)", [name, str(number)])
