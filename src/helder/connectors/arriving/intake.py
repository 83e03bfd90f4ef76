"""Taking sends in: those that come while others are being kept are checked and kept together, with one synchronisation."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import accumulate
from queue import Empty, SimpleQueue
from threading import Event, Thread

from helder.connectors.arriving.arrived import Arrived, Refused, written
from helder.connectors.arriving.checking import Checker, Fault, Row
from helder.connectors.arriving.journal import Journal
from helder.connectors.arriving.receipt import Receipt, Rejected
from helder.errors import StoreError
from helder.model import Table

#: Rows after which a group is full.
_GROUP = 5_000


@dataclass
class Send:
    """Some rows on their way in. What becomes of them is told even to those who no longer wait for it."""

    table: Table
    rows: Sequence[Row]
    source: str
    done: Future[Receipt] = field(default_factory=Future)

    def __post_init__(self) -> None:
        self.done.set_running_or_notify_cancel()  # a sender that gives up cannot take back what is on its way


class _Passed(Event):
    """Waits among the sends, and is set when those before it are done."""


class Intake(Thread):
    """Checks sends and writes them into the journal, group by group. taken: is told of each record that is kept."""

    def __init__(self, checker: Checker, journal: Journal, taken: Callable[[int, int, Sequence[Arrived]], None]) -> None:
        super().__init__(name="helder-intake", daemon=True)
        self._checker = checker
        self._journal = journal
        self._taken = taken
        self._waiting: SimpleQueue[Send | _Passed | None] = SimpleQueue()

    def put(self, send: Send) -> None:
        """Let a send wait its turn."""
        self._waiting.put(send)

    def run(self) -> None:
        open_ = True
        while open_:
            group, after = self._next()
            if group:
                self._take(group)
            if isinstance(after, _Passed):
                after.set()
            open_ = after is not None

    def settle(self) -> None:
        """Return when all that waited before is in the journal, or refused."""
        passed = _Passed()
        self._waiting.put(passed)
        while self.is_alive() and not passed.wait(0.2):
            pass

    def stop(self) -> None:
        """Take in what waits, then end."""
        self._waiting.put(None)
        if self.is_alive():
            self.join()

    def _next(self) -> tuple[list[Send], Send | _Passed | None]:
        """The sends that wait, and what ended them: the last of them, whoever waits for them, or None where no more may come."""
        group: list[Send] = []
        rows = 0
        one: Send | _Passed | None = self._waiting.get()
        while isinstance(one, Send):
            group.append(one)
            rows += len(one.rows)
            if rows >= _GROUP:
                break
            try:
                one = self._waiting.get_nowait()
            except Empty:
                break
        return group, one

    def _take(self, group: list[Send]) -> None:
        kept: list[tuple[Send, Receipt]] = []
        arrived: list[Arrived] = []
        for table, sends in _by_table(group):
            for one, receipts in self._checked(table, sends):
                arrived.append(one)
                kept += receipts
        if not arrived:
            return
        try:
            content = written(arrived)
            number = self._journal.append(content)
        except Exception as error:  # noqa: BLE001 - told to everyone who waits for it
            for send, _ in kept:
                send.done.set_exception(error)
            return
        self._taken(number, len(content), arrived)
        for send, receipt in kept:
            send.done.set_result(receipt)

    def _checked(self, table: Table, sends: list[Send]) -> Iterator[tuple[Arrived, list[tuple[Send, Receipt]]]]:
        """What sends brought for one table; where they cannot be checked together, each by itself."""
        try:
            yield self._together(table, sends)
        except Exception as error:  # noqa: BLE001 - one send must not spoil the others
            if len(sends) == 1:
                known = error if isinstance(error, StoreError) else _unreadable(error, table)
                sends[0].done.set_exception(known)
                return
            for send in sends:
                yield from self._checked(table, [send])

    def _together(self, table: Table, sends: list[Send]) -> tuple[Arrived, list[tuple[Send, Receipt]]]:
        rows, faults = self._checker.check(table, [row for send in sends for row in send.rows])
        starts = [0, *accumulate(len(send.rows) for send in sends)]
        of_send: list[list[Fault]] = [[] for _ in sends]
        for fault in faults:
            of_send[bisect.bisect_left(starts, fault.number) - 1].append(fault)
        receipts = [
            (send, Receipt(len(send.rows) - len(own), tuple(_renumbered(own, start))))
            for send, own, start in zip(sends, of_send, starts, strict=False)
        ]
        refused = tuple(
            Refused(send.source, fault.record, fault.faults) for send, own in zip(sends, of_send, strict=True) for fault in own
        )
        return Arrived(table.name, tuple(dict.fromkeys(send.source for send in sends)), rows, refused), receipts


def _by_table(group: list[Send]) -> list[tuple[Table, list[Send]]]:
    found: dict[Table, list[Send]] = {}
    for send in group:
        found.setdefault(send.table, []).append(send)
    return list(found.items())


def _renumbered(faults: list[Fault], start: int) -> Iterator[Rejected]:
    for fault in faults:
        for one in fault.faults:
            yield Rejected(fault.number - start, one.column, one.value, one.reason)


def _unreadable(error: Exception, table: Table) -> Exception:
    """What is told of a send that cannot be checked at all."""
    from helder.errors import BadInput, HelderError

    if isinstance(error, HelderError):
        return error
    said = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return BadInput(f"The rows cannot be read: {said[:200]}", where=table.name, fix="Send them as plain texts and numbers.")
