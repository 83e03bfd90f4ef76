"""What the embedded engine can do about one customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from helder.engines import duckdb_overwriting
from helder.engines.bars import EMAIL
from helder.engines.duckdb_rejected import Rejected
from helder.engines.duckdb_theirs import TIED, Theirs
from helder.engines.duckdb_writer import DuckDBWriter
from helder.engines.erasing import REJECTS, Erasure
from helder.model.belonging import CUSTOMER

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class DuckDBCustomers:
    """The customers of one file; path: None where it is in memory. write, transaction: as of its engine."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        write: Callable[[], AbstractContextManager[DuckDBWriter]],
        transaction: duckdb_overwriting.Begin,
        path: Path | None,
    ) -> None:
        self._connection = connection
        self._write = write
        self._transaction = transaction
        self._path = path

    def named(self, email: str) -> list[str]:
        """The customers with an e-mail address."""
        with self._reading() as cursor:
            rows = cursor.execute(
                "select customer_id from customers where lower(trim(email)) = lower(trim(?)) order by all", [email]
            )
            return [str(key) for (key,) in rows.fetchall()]

    def rows(self, customer: str) -> dict[str, pa.Table]:
        """By table, the rows that name a customer or belong to them, of the tables that have any, and the rejected ones."""
        with self._reading() as cursor:
            found = Theirs(cursor, customer)
            there = found.counts()
            rows = {table.name: found.rows(table) for table in TIED if table.name in there}
            rejected = Rejected(cursor, found.texts(name=False)).rows()  # to nobody another one's of the same name
            return {**rows, **({REJECTS: rejected} if rejected.num_rows else {})}

    def counts(self, customer: str) -> dict[str, int]:
        """How many rows that are, by table."""
        with self._reading() as cursor:
            found = Theirs(cursor, customer)
            rejected = Rejected(cursor, found.texts()).count()
            return {**found.counts(), **({REJECTS: rejected} if rejected else {})}

    def things(self, customer: str) -> dict[str, list[str]]:
        """What only rows of theirs name, by kind."""
        with self._reading() as cursor:
            return Theirs(cursor, customer).things()

    def erase(self, erasure: Erasure) -> dict[str, int]:
        """Take a customer out of the store, and what was beneath out of the file; rows by table, and rejects."""
        counts = self.take_out(erasure)
        self.finish()
        return counts

    def take_out(self, erasure: Erasure) -> dict[str, int]:
        """Take a customer out of the store, and note what is then to be overwritten; rows by table, and rejects."""
        with self._write() as writer:
            counts, touched = writer.erase(erasure)
            duckdb_overwriting.note(writer.connection, touched)
        return counts

    def let_in(self, customer: str, emails: Iterable[str] = ()) -> int:
        """Keep an erased customer out no longer, nor these addresses; how many of them were kept out."""
        with self._write() as writer:
            return writer.let_in([(CUSTOMER, customer), *((EMAIL, email.strip().lower()) for email in emails)])

    def finish(self) -> None:
        """Overwrite what an erasure left beneath, also one that was broken off. Raises StoreError where it cannot be."""
        if self._path is not None:
            duckdb_overwriting.finish(self._connection, self._transaction)

    def unfinished(self) -> bool:
        """Whether an erasure left anything beneath that is not overwritten yet."""
        with self._reading() as cursor:
            return self._path is not None and duckdb_overwriting.unfinished(cursor)

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees one moment, whose temporary tables go with it."""
        cursor = self._connection.cursor()
        try:
            cursor.begin()
            yield cursor
            cursor.rollback()
        finally:
            cursor.close()
