"""What peers that are asked in SQL have in common: the same queries, in words that DuckDB, PostgreSQL and ClickHouse know alike.

Beside standard SQL they use seconds_between(a, b), a function that each makes for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa

from benchmarks.engines import works
from benchmarks.engines.appending import Arriving
from benchmarks.engines.peers.peer import Way
from benchmarks.engines.queries import queries
from benchmarks.engines.tiles import KINDS, LIVE
from benchmarks.engines.tiles import queries as tile_queries

Ask = Callable[[Iterable[str]], Iterable[Any]]

SAME, EACH = "the same SQL for all", "a query for each"


def ways(ask: Ask) -> dict[str, dict[str, Way]]:
    """The works that need no writing."""
    standard = queries("standard")
    drill, counts = standard.pop("drill_down"), [standard.pop(name) for name in ("visitors", "buyers", "resolution_times")]
    return {
        works.FEW: {SAME: lambda: ask(standard.values())},
        **{name: {SAME: lambda by=by: ask([_sliced(drill, by)])} for name, by in works.DRILLS.items()},
        works.COUNTS: {SAME: lambda: ask(counts)},
        works.TILES: {EACH: lambda: ask(tile_queries(KINDS))},
    }


def _sliced(sql: str, by: tuple[str, str]) -> str:
    return sql.replace("$one", by[0]).replace("$other", by[1])


def live(ask: Ask, insert: Callable[[pa.Table], None]) -> dict[str, dict[str, Way]]:
    """Rows inserted, and a board of 30 tiles. insert: takes answers with their local date and load."""

    arriving = Arriving()

    def work(many: int) -> Iterable[Any]:
        insert(arriving.next(many))
        return ask(tile_queries(LIVE))

    return {name: {EACH: lambda many=many: work(many)} for name, many in works.APPENDED.items()}
