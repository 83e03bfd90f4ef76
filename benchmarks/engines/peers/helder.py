"""Helder, on a store that a URL names; on the DuckDB file of the benchmark where none is named."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

import helder
from benchmarks.data import EVERYTHING, ZONE, drawn, parquet, store
from benchmarks.engines import works
from benchmarks.engines.appending import copied, fresh
from benchmarks.engines.coverage import covered
from benchmarks.engines.peers.peer import Peer, Way
from benchmarks.engines.tiles import KINDS, LIVE
from helder import CATALOG
from helder.engines import open_engine
from helder.model import TABLES
from helder.workspace import Workspace

#: Rows that are sent to another engine at a time.
_PIECE = 2_000_000


def peer(rows: int, url: str | None = None) -> Peer:
    """All works, with roll-ups where the store has them."""
    place = f"duckdb:///{store(rows, EVERYTHING)}" if url is None else url.format(rows=rows)
    if url is not None:
        _filled(place, rows)
    h = helder.connect(place, zone=ZONE, read_only=True)
    ways: dict[str, Way] = {
        works.CATALOGUE: partial(works.by_month, h, CATALOG),
        works.COVERED: partial(works.by_month, h, covered()),
        works.FEW: partial(works.by_month, h, works.SHARED),
        works.DRILL: partial(works.drilled, h),
        works.COUNTS: partial(works.by_month, h, works.DISTINCT),
        works.TILES: partial(works.board, h, KINDS),
    }
    live = _Live(place)
    ways |= {name: partial(live.asked, many) for name, many in works.APPENDED.items() if live.possible}

    def close() -> None:
        h.close()
        live.close()

    return Peer({name: {"": way} for name, way in ways.items()}, close)


class _Live:
    """A copy of the store that rows are appended to."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._opened: Workspace | None = None
        self.possible = place.startswith(("duckdb:///", "chdb:///"))

    def asked(self, many: int) -> Iterable[dict[str, Any]]:
        """Append some answers, and ask for a board of 30 tiles."""
        if self._opened is None:
            scheme, _, path = self._place.partition(":///")
            self._opened = helder.connect(f"{scheme}:///{copied(Path(path), 'helder')}", zone=ZONE)
        with self._opened.engine.write() as writer:
            writer.append(TABLES["answers"], fresh(many), source="benchmark")
        return works.board(self._opened, LIVE)

    def close(self) -> None:
        """Let go of the copy; it is thrown away with the run's others."""
        if self._opened is not None:
            self._opened.close()


def _filled(url: str, rows: int) -> None:
    """Fill an empty store through its engine, checked as any append."""
    engine = open_engine(url, zone=ZONE)
    try:
        counts = engine.counts()
        for table in drawn(EVERYTHING):
            if counts.get(table):
                continue
            for piece in pq.ParquetFile(parquet(rows) / f"{table}.parquet").iter_batches(_PIECE):
                import pyarrow as pa

                with engine.write() as writer:
                    writer.append(TABLES[table], pa.Table.from_batches([piece]), source="benchmark")
    finally:
        engine.close()
