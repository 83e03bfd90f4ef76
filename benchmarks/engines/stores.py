"""Stores of the benchmarks' data for any of Helder's engines, and copies of them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.data import DRAWN, ZONE, folder, parquet, store
from helder.engines import open_engine
from helder.model import TABLES

#: Rows that are sent to another engine at a time.
_PIECE = 2_000_000


def filled(rows: int, url: str | None = None) -> str:
    """The URL of a store of so many rows: the benchmarks' own file, or another that is filled where it is empty.

    url: of that other; {rows} in it stands for the number.
    """
    if url is None:
        return f"duckdb:///{store(rows)}"
    place = url.format(rows=rows)
    engine = open_engine(place, zone=ZONE)
    try:
        counts = engine.counts()
        for table in DRAWN:
            if counts.get(table):
                continue
            for piece in pq.ParquetFile(parquet(rows) / f"{table}.parquet").iter_batches(_PIECE):
                with engine.write() as writer:
                    writer.append(TABLES[table], pa.Table.from_batches([piece]), source="benchmark")
    finally:
        engine.close()
    return place


def can_be_copied(url: str) -> bool:
    """Whether a store is a file or a folder of this machine."""
    return url.startswith(("duckdb:///", "chdb:///"))


def copied(url: str) -> str:
    """The URL of a copy of a store, thrown away when the process ends."""
    scheme, _, path = url.partition(":///")
    place = Path(tempfile.mkdtemp(prefix="copy-", dir=folder()))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    found, copy = Path(path), place / Path(path).name
    if found.is_dir():
        shutil.copytree(found, copy)
    else:
        shutil.copyfile(found, copy)
    return f"{scheme}:///{copy}"
