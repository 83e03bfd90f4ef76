"""DuckDB asked in SQL: the best written by hand, and a query for each metric or tile, as BI tools ask."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.data import store
from benchmarks.engines import works
from benchmarks.engines.peers.peer import Peer
from benchmarks.engines.peers.sql import EACH, live, ways
from benchmarks.engines.queries import queries
from benchmarks.engines.stores import copied

BY_HAND = "SQL by hand"
_SECONDS = "create or replace temp macro seconds_between(a, b) as date_diff('microsecond', a, b) / 1000000"


def peer(rows: int) -> Peer:
    """On the same file as Helder, within as much memory."""
    place = store(rows)
    connection = _opened(place, read_only=True)
    fused, alone = queries("handwritten"), queries("one_by_one")

    def ask(sql: Iterable[str]) -> list[Any]:
        return [connection.sql(query).to_arrow_table() for query in sql]

    copy = _Copy(place)
    found = {**ways(ask), **live(copy.ask, copy.insert), works.COVERED: {BY_HAND: lambda: ask(fused.values())}}
    found[works.FEW][EACH] = lambda: ask(alone[name] for name in works.SHARED)
    return Peer(found, connection.close)


def _opened(place: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(place), read_only=read_only)
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**21
    connection.execute(f"set memory_limit = '{half}MiB'; {_SECONDS}")
    return connection


class _Copy:
    """A copy of the store that rows are inserted into, unchecked."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._connection: duckdb.DuckDBPyConnection | None = None

    def insert(self, rows: pa.Table) -> None:
        if self._connection is None:
            self._connection = _opened(Path(copied(f"duckdb:///{self._store}").removeprefix("duckdb:///")))
        self._connection.register("given", rows)
        self._connection.execute("insert into answers by name from given")

    def ask(self, sql: Iterable[str]) -> list[Any]:
        assert self._connection is not None
        return [self._connection.sql(query).to_arrow_table() for query in sql]
