"""Helder with roll-ups, and the rows of facts that these are made of, on a copy of the benchmark's store."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import helder
from benchmarks.data import ZONE, folder, store
from benchmarks.engines.peers import helder as plain
from benchmarks.engines.peers.peer import Peer

#: What boards slice by here: those with the most dimensions first, as they tell what others need not.
_BY = (("channel",), ("touchpoint",), ("survey",), ())


def peer(rows: int) -> Peer:
    """All works; the roll-ups are made once, and kept with the copy."""
    return plain.peer(rows, f"duckdb:///{kept(rows, 'rolled', _BY)}")


def kept(rows: int, name: str, ways: Iterable[tuple[str, ...]]) -> Path:
    """A copy of the store that has the rows of facts, and roll-ups in some ways."""
    path = folder() / f"company-{rows}-{name}.duckdb"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        shutil.copyfile(store(rows), unfinished)
        begun = time.perf_counter()
        with helder.connect(f"duckdb:///{unfinished}", zone=ZONE) as h:
            made = [*h.rollups.add_facts(), *(one for by in ways for one in h.rollups.add(by))]
        size = unfinished.stat().st_size / 2**20
        print(f"{len(made)} roll-ups made in {time.perf_counter() - begun:,.0f} s; {size:,.0f} MiB with them", file=sys.stderr)
        unfinished.rename(path)
    return path
