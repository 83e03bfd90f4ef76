"""The way in for rows that arrive while the server runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

from helder.connectors.arriving.applying import Applying
from helder.connectors.arriving.checking import Checker, Row, known_columns
from helder.connectors.arriving.intake import Intake, Send
from helder.connectors.arriving.journal import Journal
from helder.connectors.arriving.receipt import Receipt
from helder.connectors.reading.judging import judged
from helder.engines import Engine
from helder.engines.bars import KeptOut
from helder.errors import HelderError, NotSupported, Overloaded, StoreError
from helder.model import TABLES, Table

T = TypeVar("T")
_log = logging.getLogger(__name__)
#: Rows that may wait to be checked, and bytes that may wait to come into the store.
_MOST_ROWS, _MOST_BYTES = 100_000, 256 * 2**20


class Arrivals:
    """Takes sends from any thread: rows are checked, kept in a journal, acknowledged, and put into the store a moment later.

    folder: of the journal; what it still has from before is put into the store first. currency: of amounts whose rows name none.
    Raises StoreBusy where another process has the journal, StoreError where it or the store cannot be used.
    """

    def __init__(self, engine: Engine, folder: Path, *, currency: str) -> None:
        self._engine = engine
        self._watching: list[Callable[[frozenset[str]], None]] = []
        self._checker = Checker(currency, KeptOut.of(engine))
        self._journal = Journal(folder)
        try:
            self._applying = Applying(engine, self._journal, self._tell)
        except BaseException:
            self._journal.close()
            raise
        self._intake = Intake(self._checker, self._journal, self._applying.add)
        self._large = ThreadPoolExecutor(1, thread_name_prefix="helder-large-load")
        self._lock = Lock()
        self._rows = 0
        self._closed = False
        self._applying.start()
        self._intake.start()

    def send(self, table: Table, rows: Sequence[Row], *, source: str) -> Future[Receipt]:
        """What becomes of some rows, by the names of their columns; known once those accepted are durable.

        Of two rows with one key the later wins, also of two sends. source: who sent them, as loads are listed by. The future
        raises BadInput for a column that the table does not have, Overloaded where too much waits already, StoreError where
        nothing can be kept.
        """
        send = Send(table, rows, source)
        try:
            if judged(table):
                raise NotSupported(f"{table.name} are not taken row by row.", where=table.name, fix="Load them as a file.")
            known_columns(table, rows)
            self._admit(len(rows))
        except Exception as error:  # noqa: BLE001 - told to whoever sent them
            send.done.set_exception(error)
            return send.done
        send.done.add_done_callback(lambda _: self._leave(len(rows)))
        self._intake.put(send)
        return send.done

    def bring(self, work: Callable[[Engine], T], *, erasing: bool = False) -> Future[T]:
        """What some work gives that writes much into the store at once, such as a load; done after all sent before it.

        erasing: the journal has nothing afterwards of what was sent before, nor of what came in between.
        """

        def brought() -> T:
            self.flush()
            try:
                if erasing:
                    self._forget()
                done = work(self._engine)
            except BaseException:
                with suppress(HelderError):  # the store itself may be what failed
                    self._changed()  # work that fails may have changed it before
                raise
            self._changed()
            if erasing:
                self._forget()
            return done

        return self._large.submit(brought)

    @property
    def kept_out(self) -> KeptOut:
        """The erased customers whose rows are refused."""
        return self._checker.kept_out

    def flush(self) -> None:
        """Wait until all that was acknowledged is in the store."""
        self._applying.wait_for(self._journal.last)

    def _changed(self) -> None:
        """Go by what is kept out now, and tell whoever watches that any table may be another."""
        self._checker.kept_out = KeptOut.of(self._engine)
        self._tell(frozenset(TABLES))

    def _forget(self) -> None:
        """Have the journal forget all that was sent until now, once it is in the store."""
        self._intake.settle()  # what was checked before may name who is kept out since
        last = self._journal.let_go()
        self._applying.wait_for(last)
        self._journal.forget(last)

    def watch(self, tell: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call something, quickly done, with the names of tables whenever rows have come into the store; ends it when called."""
        self._watching.append(tell)
        return lambda: self._watching.remove(tell)

    def close(self) -> None:
        """Take nothing more, and put what has arrived into the store; what it does not take stays in the journal."""
        with self._lock:
            self._closed = True
        self._large.shutdown(wait=True, cancel_futures=True)
        self._intake.stop()
        self._applying.stop()
        self._journal.close()
        self._checker.close()

    def _admit(self, rows: int) -> None:
        waiting = self._applying.waiting_bytes
        with self._lock:
            if self._closed:
                raise StoreError("The server is stopping.", fix="Send again when it runs.")
            if (self._rows and self._rows + rows > _MOST_ROWS) or waiting > _MOST_BYTES:
                raise Overloaded("More rows arrive than can be kept.", fix="Send again in a few seconds.")
            self._rows += rows

    def _leave(self, rows: int) -> None:
        with self._lock:
            self._rows -= rows

    def _tell(self, tables: frozenset[str]) -> None:
        for tell in self._watching[:]:
            try:
                tell(tables)
            except Exception as error:  # noqa: BLE001 - rows are in the store, whoever fails to hear of it
                _log.warning("Someone told of new rows failed: %s", error)
