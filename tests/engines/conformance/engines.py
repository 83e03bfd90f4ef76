"""The engines that must give the same numbers, and how each opens a store with nothing in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import count
from pathlib import Path

import clickhouse_connect
from engines.clickhouse.servers import clusters, empty
from engines.spark.cluster import RUNNING

from helder.engines import Engine, open_engine

#: Opens an empty store whose local dates are those of a zone; leaving it lets go of it, as far as the engine needs that.
Empty = Callable[[str], AbstractContextManager[Engine]]


@contextmanager
def _duckdb(folder: Path) -> Iterator[Empty]:
    yield lambda zone: closing(open_engine("duckdb://", zone=zone))


@contextmanager
def _chdb(folder: Path) -> Iterator[Empty]:
    """One folder for all: its tables are emptied, which is faster than to make them. A process can have one open at a time."""

    def empty(zone: str) -> AbstractContextManager[Engine]:
        client = clickhouse_connect.get_client(interface="chdb", path=str(folder))
        filled = client.query("select name from system.tables where database = 'helder' and total_rows > 0")
        for (table,) in filled.result_rows:
            client.command(f"truncate table helder.`{table}`")
        client.close()
        return closing(open_engine(f"chdb:///{folder}", zone=zone))

    yield empty


@contextmanager
def _cluster(folder: Path) -> Iterator[Empty]:
    """A cluster of two ClickHouse servers; its tables are emptied for each store."""
    with clusters(folder / "shards") as shards:

        def opened(zone: str) -> AbstractContextManager[Engine]:
            empty(shards)
            return closing(open_engine(f"{shards[0].url}/cx", zone=zone))

        yield opened


@contextmanager
def _spark(folder: Path) -> Iterator[Empty]:
    """A lakehouse of its own for each store, on the cluster that is running."""
    numbers = count()
    yield lambda zone: closing(open_engine(f"spark://{RUNNING[0].address}{folder / str(next(numbers))}", zone=zone))


#: By name: entered once for a session of tests, with a folder of its own, it gives what opens empty stores.
ENGINES: dict[str, Callable[[Path], AbstractContextManager[Empty]]] = {
    "duckdb": _duckdb, "chdb": _chdb, "cluster": _cluster, "spark": _spark,
}  # fmt: skip

#: By engine, the metrics it refuses, each with what it says of why. Nothing else may be refused, and nothing of these answered.
REFUSED: dict[str, dict[str, str]] = {"duckdb": {}, "chdb": {}, "cluster": {}, "spark": {}}
