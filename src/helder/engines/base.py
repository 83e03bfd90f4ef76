"""What every engine offers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from helder.model import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


@dataclass(frozen=True)
class Appended:
    """What an append did, in rows.

    batch: the load's number. added: keys not there before. changed: keys whose row was replaced. unchanged: rows
    equal to what was there. superseded: rows followed in the same append by a later row of the same key. repeated: rows
    equal to another of the same append, which are among the superseded.
    """

    batch: int
    added: int
    changed: int
    unchanged: int
    superseded: int
    repeated: int = 0


class Writer(Protocol):
    """One transaction that adds rows; all of it is kept, or nothing."""

    def append(self, table: Table, rows: pa.Table, *, source: str, batch: int | None = None) -> Appended:
        """Add checked rows (the table's own columns, as stored); the latest row of a key wins.

        batch: the load's number, a new one where not given.
        """
        ...


class Reader(Protocol):
    """Answers expressions over the tables of the data model."""

    url: str
    zone: str

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an unbound Ibis expression over the tables of the data model."""
        ...

    def sql(self, expression: ir.Table) -> str:
        """The SQL that `run` sends, laid out to be read."""
        ...

    def prepare(self, expression: ir.Table, marks: Sequence[date] = ()) -> Any:
        """The expression in the engine's own form, for `fetch`, as often as wanted; `marks` are dates left open in it."""
        ...

    def fetch(self, prepared: Any, dates: Sequence[date] = ()) -> pa.Table:
        """Rows of a prepared expression, with these dates for its marks, in their order."""
        ...

    def lend(self, name: str, rows: pa.Table) -> ir.Table:
        """A table of ours, for expressions to speak of beside those kept; of one name the first lent stays."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class Engine(Reader, Protocol):
    """Keeps the tables, too."""

    def write(self) -> AbstractContextManager[Writer]:
        """Begin a transaction; it is committed on leaving, and undone when an error or an interrupt leaves it."""
        ...
