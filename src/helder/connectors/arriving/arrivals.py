"""The way in for rows that arrive while the server runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from helder.connectors.arriving.checking import Checker, Row
from helder.connectors.arriving.receipt import Receipt
from helder.engines import Engine
from helder.model import TABLES, Table

T = TypeVar("T")


class Arrivals:
    """Takes sends from any thread: rows are checked, kept durably, acknowledged, and put into the store a moment later."""

    def __init__(self, engine: Engine, *, currency: str) -> None:
        self._engine = engine
        self._checker = Checker(currency)
        self._lock = threading.Lock()
        self._watching: list[Callable[[frozenset[str]], None]] = []

    def send(self, table: Table, rows: Sequence[Row], *, source: str) -> Future[Receipt]:
        """What becomes of some rows, by the names of their columns; known once those accepted are durable.

        Of two rows with one key the later wins, also of two sends. source: who sent them, as loads are listed by. The future
        raises BadInput for a column that the table does not have, StoreError where nothing can be kept.
        """
        done: Future[Receipt] = Future()
        try:
            with self._lock:
                checked, rejected = self._checker.check(table, rows)
                with self._engine.write() as writer:
                    writer.append(table, checked.drop_columns(["_number"]), source=source)
            done.set_result(Receipt(checked.num_rows, tuple(rejected)))
        except Exception as error:  # noqa: BLE001 - told to whoever sent them
            done.set_exception(error)
            return done
        for tell in self._watching:
            tell(frozenset({table.name}))
        return done

    def bring(self, work: Callable[[Engine], T]) -> Future[T]:
        """What some work gives that writes much into the store at once, such as a load of a file; done after all sent before it."""
        done: Future[T] = Future()
        try:
            with self._lock:
                done.set_result(work(self._engine))
        except Exception as error:  # noqa: BLE001 - told to whoever wants it done
            done.set_exception(error)
            return done
        for tell in self._watching:
            tell(frozenset(TABLES))
        return done

    def flush(self) -> None:
        """Wait until all that was sent is in the store."""

    def watch(self, tell: Callable[[frozenset[str]], None]) -> None:
        """Call something, quickly done, with the names of tables whenever rows have come into the store."""
        self._watching.append(tell)

    def close(self) -> None:
        """Put what has arrived into the store, and take nothing more."""
        self._checker.close()
