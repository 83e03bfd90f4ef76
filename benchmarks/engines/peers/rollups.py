"""Helder with roll-ups, on a copy of the benchmark's store."""

from __future__ import annotations

import shutil
import sys
import time

import helder
from benchmarks.data import ZONE, folder, store
from benchmarks.engines.peers import helder as plain
from benchmarks.engines.peers.peer import Peer

#: What boards slice by here: those with the most dimensions first, as they tell what others need not.
_BY = (("channel",), ("touchpoint",), ("survey",), ())


def peer(rows: int) -> Peer:
    """All works; the roll-ups are made once, and kept with the copy."""
    path = folder() / f"company-{rows}-rolled.duckdb"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        shutil.copyfile(store(rows), unfinished)
        begun = time.perf_counter()
        with helder.connect(f"duckdb:///{unfinished}", zone=ZONE) as h:
            made = [name for by in _BY for name in h.rollups.add(by)]
        print(f"{len(made)} roll-ups made in {time.perf_counter() - begun:,.0f} s", file=sys.stderr)
        unfinished.rename(path)
    return plain.peer(rows, f"duckdb:///{path}")
