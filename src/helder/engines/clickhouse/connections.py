"""Connections to a ClickHouse: each serves one thread at a time, and is kept for the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import clickhouse_connect
from clickhouse_connect.driver.exceptions import ClickHouseError

from helder.engines.clickhouse.compiler import types_of
from helder.engines.clickhouse.dates import plain
from helder.engines.clickhouse.place import Place
from helder.engines.clickhouse.tables import name
from helder.engines.clickhouse.told import told
from helder.errors import StoreError

if TYPE_CHECKING:
    import pyarrow as pa
    from clickhouse_connect.driver.client import Client

#: Rows of one insert: what of it waits in memory, twice.
_CHUNK = 1_000_000
#: On a cluster, an insert is answered when the rows are where they are for; an answer is given when it is whole.
_SETTINGS = {"output_format_arrow_date_as_uint16": 0, "distributed_foreground_insert": 1, "wait_end_of_query": 1}


@dataclass
class _Connection:
    """A session, with the names of tables lent to it: those are temporary, and its own."""

    client: Client
    lent: set[str] = field(default_factory=set)


class Connections:
    """Connections to a place. settings: of every session."""

    def __init__(self, place: Place, settings: Mapping[str, Any]) -> None:
        self.where = place.shown
        self._target = {**place.target, "database": place.database or None}
        self._settings = {**_SETTINGS, **settings}
        self._free: list[_Connection] = []
        self._lent: dict[str, pa.Table] = {}
        self._guard = threading.Lock()
        self._open = True

    @contextmanager
    def _connection(self) -> Iterator[_Connection]:
        with self._guard:
            if not self._open:
                raise StoreError("The store was closed.", where=self.where)
            taken = self._free.pop() if self._free else None
        try:
            connection = taken or self._connect()
            try:
                yield connection
            except BaseException:  # what was said of one that failed may be told again as the answer of the next
                connection.client.close()
                raise
            self._give_back(connection)
        except ClickHouseError as error:
            raise told(error, self.where) from error

    def _connect(self) -> _Connection:
        return _Connection(clickhouse_connect.get_client(**self._target, settings=self._settings))

    def _give_back(self, connection: _Connection) -> None:
        with self._guard:
            if self._open:
                self._free.append(connection)
                return
        connection.client.close()

    def knows(self, setting: str) -> bool:
        """Whether the server's version has a setting."""
        with self._connection() as connection:
            return setting in connection.client.server_settings

    def rows(self, sql: str) -> pa.Table:
        """Rows of a query."""
        with self._connection() as connection:
            for lent in self._lent.keys() - connection.lent:
                if lent in sql:
                    _lend(connection.client, lent, self._lent[lent])
                    connection.lent.add(lent)
            rows: pa.Table = connection.client.query_arrow(sql, use_strings=True)
        return rows

    def rows_beside(self, table: str, beside: pa.Table, sql: str) -> pa.Table:
        """Rows of a query, to which a table of ours is lent for once."""
        with self._connection() as connection:
            _lend(connection.client, table, beside)
            rows: pa.Table = connection.client.query_arrow(sql, use_strings=True)
            connection.client.command(f"drop temporary table {name(table)}")
        return rows

    def command(self, *statements: str) -> None:
        """Run statements, one after another."""
        with self._connection() as connection:
            for statement in statements:
                connection.client.command(statement)

    def insert(self, table: str, rows: pa.Table) -> None:
        """Add rows to a table, by the names of their columns."""
        with self._connection() as connection:
            _insert(connection.client, table, rows)

    def lend(self, table: str, rows: pa.Table) -> pa.Table:
        """Give each session a table of ours when it is first asked of; of one name the first stays, and is returned."""
        return self._lent.setdefault(table, rows)

    def close(self) -> None:
        """Let go of all that are free, and of those in use when they are given back."""
        with self._guard:
            self._open = False
            closing, self._free = self._free, []
        for connection in closing:
            connection.client.close()


def _insert(client: Client, table: str, rows: pa.Table) -> None:
    for start in range(0, rows.num_rows, _CHUNK):
        client.insert_arrow(table, plain(rows.slice(start, _CHUNK)))


def _lend(client: Client, table: str, rows: pa.Table) -> None:
    """Make the temporary table, anew where something went wrong before."""
    columns = ", ".join(f"{name(column)} {kind}" for column, kind in types_of(rows.schema).items())
    client.command(f"create temporary table if not exists {name(table)} ({columns}) engine = Memory")
    client.command(f"truncate table {name(table)}")
    _insert(client, name(table), rows)
