"""What every engine offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from helder.errors import NotSupported
from helder.model import Table

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir
    import pyarrow as pa

    from helder.engines.bars import Bars
    from helder.engines.erasing import Customers
    from helder.engines.kept import RollUps
    from helder.engines.retaining import Retaining


@dataclass(frozen=True)
class Appended:
    """What an append did, in rows.

    batch: the load's number. added: keys not there before. changed: keys whose row was replaced. unchanged: rows
    equal to what was there. superseded: rows followed in the same append by a later row of the same key. repeated: rows
    equal to another of the same append, which are among the superseded. refused: rows that name a customer who was erased.
    """

    batch: int
    added: int
    changed: int
    unchanged: int
    superseded: int
    repeated: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do, and what it cannot.

    whole_loads: whether a load of several tables is seen whole or not at all, whoever looks and whatever fails. refused: Ibis
    operations it cannot do exactly, by the name of their class, each with the reason; an expression that has one is refused.
    pause: seconds between small appends that it takes well. texts: whether texts can be left open in what is prepared.
    erases: whether customers can be erased from it, and old rows taken out.
    """

    engine: str
    whole_loads: bool = True
    refused: Mapping[str, str] = field(default_factory=dict)
    pause: float = 2.0
    texts: bool = False
    erases: bool = False

    def check(self, expression: ir.Table, where: str) -> None:
        """Raises NotSupported for an expression with an operation that is refused."""
        if not self.refused:
            return
        for node in expression.op().find(lambda node: type(node).__name__ in self.refused):
            name = type(node).__name__
            raise NotSupported(f"{self.engine} cannot do {name} exactly: {self.refused[name]}.", where=where)


@dataclass(frozen=True)
class Limits:
    """What one engine may use. memory: bytes, None for half the machine's. seconds: that a question may take, None for any."""

    memory: int | None = None
    seconds: float | None = None


NO_LIMITS = Limits()


def dates_of(open_ones: Sequence[date | str]) -> list[date]:
    """What is left open, of an engine in which texts are not."""
    return [one for one in open_ones if isinstance(one, date)]


class Writer(Protocol):
    """One transaction that adds rows; all of it is kept, or nothing.

    connection: a DuckDB connection in which rows can be staged in temporary tables, and whose schema `_helder` is the
    store's ledger.
    """

    connection: duckdb.DuckDBPyConnection

    def number(self) -> int:
        """A new load's number."""
        ...

    def erased(self, table: Table, rows: str) -> list[tuple[int, str, str]]:
        """The rows of a temporary table that name an erased customer: the row's id, the column, and the reason to refuse it."""
        ...

    def append(
        self, table: Table, rows: pa.Table | str, *, source: str, batch: int | None = None, often: bool = False
    ) -> Appended:
        """Add checked rows (the table's own columns, as stored); the latest row of a key wins.

        rows: an Arrow table, or the name of a temporary table of `connection`, which is used up. batch: the load's number,
        a new one where not given. often: one of many small ones; the ledger may count those of a day and a source as one.
        """
        ...


class Reader(Protocol):
    """Answers expressions over the tables of the data model."""

    url: str
    zone: str
    rollups: RollUps | None

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an unbound Ibis expression over the tables of the data model."""
        ...

    def sql(self, expression: ir.Table) -> str:
        """The SQL that `run` sends, laid out to be read."""
        ...

    def prepare(self, expression: ir.Table, marks: Sequence[date | str] = ()) -> Any:
        """The expression in the engine's own form, for `fetch`, as often as wanted; `marks` are left open in it.

        They are dates and moments; texts, too, of an engine that says it can.
        """
        ...

    def fetch(self, prepared: Any, given: Sequence[date | str] = ()) -> pa.Table:
        """Rows of a prepared expression, with these for its marks, in their order."""
        ...

    def lend(self, name: str, rows: pa.Table) -> ir.Table:
        """A table of ours, for expressions to speak of beside those kept; of one name the first lent stays."""
        ...

    def at_once(self) -> AbstractContextManager[None]:
        """What this thread asks within it is of one moment, where the engine can do that."""
        ...

    def batches(self) -> dict[str, int]:
        """By table, the number of the last load that changed any of its rows; tables never loaded are not in it."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class Snapshot(Protocol):
    """A store as it is at one moment, to be taken elsewhere."""

    def run(self, expression: ir.Table) -> pa.Table:
        """Rows of an unbound Ibis expression over the tables of the data model."""
        ...

    def ledger(self, sql: str) -> pa.Table:
        """Rows of a statement in DuckDB's SQL over the tables of `_helder`."""
        ...

    def identity(self) -> str:
        """A text that is another one where anything has come into the store since."""
        ...

    def pieces(self, table: Table, after: str | None, most: int, columns: Sequence[str] = ()) -> Iterator[tuple[str, pa.Table]]:
        """All rows of a table of the data model, each piece with the mark to go on after it.

        after: the mark of the last piece there was, none at first; marks hold as long as `identity` does. most: rows of a
        piece. columns: of those stored; all of them where none is named.
        """
        ...


class Engine(Reader, Protocol):
    """Keeps the tables, too. Raises StoreError where the store cannot be read or written."""

    capabilities: Capabilities
    customers: Customers | None
    retaining: Retaining | None
    bars: Bars | None

    def write(self) -> AbstractContextManager[Writer]:
        """Begin a transaction; it is committed on leaving, and undone when an error or an interrupt leaves it."""
        ...

    def ledger(self, sql: str) -> pa.Table:
        """Rows of a statement in DuckDB's SQL over the tables of `_helder`: batches, loads, rejects, properties."""
        ...

    def properties(self) -> dict[str, str]:
        """What holds for the whole store, by name: its layout, its zone."""
        ...

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """The store to be taken elsewhere; of one moment, where the engine can hold on to one."""
        ...

    def bring(self, rows: Mapping[Table, pa.Table], properties: Mapping[str, str | None]) -> None:
        """Keep rows as another store kept them, at once with properties, of which those without a value are dropped.

        rows: by table, of the data model (with all stored columns, and keys that are not there yet) or of the ledger.
        """
        ...

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        ...

    def health(self) -> dict[str, str]:
        """What the engine says of itself, in a few words each: its version, where the data are, and what it may use."""
        ...
