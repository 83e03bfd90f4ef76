"""Helder with the rows of its facts kept, and nothing added up, on a copy of the benchmark's store."""

from __future__ import annotations

from benchmarks.engines.peers import helder as plain
from benchmarks.engines.peers.peer import Peer
from benchmarks.engines.peers.rollups import kept


def peer(rows: int) -> Peer:
    """All works; the facts are made once, and kept with the copy."""
    return plain.peer(rows, f"duckdb:///{kept(rows, 'facts', ())}")
