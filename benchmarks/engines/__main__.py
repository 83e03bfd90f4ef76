"""Helder on its engines beside what one would use instead.

python -m benchmarks engines [ROWS...] [PEER...] [URL...]

At 1 and 10 million rows over all tables, beside all peers, where none are named. A URL names a further store for Helder, as
chdb:///tmp/chdb-{rows} or spark://host:7077/tmp/lake-{rows}; it is filled where it is empty.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack

from benchmarks.agreement import Cell, Row, cells, different
from benchmarks.data import store
from benchmarks.engines import works
from benchmarks.engines.coverage import covered
from benchmarks.engines.process import Absent, Process
from benchmarks.machine import described
from benchmarks.timing import RUNS, Spent, show
from helder import CATALOG

_ROWS = (1_000_000, 10_000_000)
_PEERS = ("facts", "rollups", "duckdb_sql", "chdb", "polars", "pandas", "postgresql")
_OURS = "helder"
#: A work that takes longer than this is run fewer times.
_LONG, _FEW_RUNS = 15.0, 2


def main(words: list[str]) -> int:
    """Exit status 1 where any figure differs."""
    urls = [word for word in words if "://" in word]
    named = [word for word in words if word in _PEERS]
    sizes = [int(word.replace("_", "")) for word in words if word not in (*urls, *named)] or list(_ROWS)
    print(described(), flush=True)
    print(f"{works.CATALOGUE}: {len(CATALOG)} metrics by month, and by channel where they have one")
    print(f"{works.COVERED}: {len(covered())} of them, {', '.join(covered())}")
    print(f"{works.FEW}: {len(works.SHARED)} of them, {', '.join(works.SHARED)}")
    print("drill-down: the mean handle time by two dimensions, of one segment, in one quarter")
    print(f"{works.COUNTS}: {', '.join(works.DISTINCT)}")
    grown: dict[str, dict[int, float]] = {}
    wrong = [text for rows in sizes for text in _measured(rows, urls, named or _PEERS, grown)]
    _show_growth(grown, sizes)
    for text in wrong:
        print(text)
    return 1 if wrong else 0


def _measured(rows: int, urls: list[str], named: Sequence[str], grown: dict[str, dict[int, float]]) -> Iterator[str]:
    """Measure every work at one size; what differs, in words."""
    begun = time.perf_counter()
    size = store(rows).stat().st_size
    print(
        f"\n{rows:,} rows, {size / 2**20:,.0f} MiB as a DuckDB file; at hand after {time.perf_counter() - begun:,.0f} s",
        flush=True,
    )
    with ExitStack() as opened:
        peers = list(_started(rows, urls, named, opened))
        for work in peers[0].works:
            print(f"\n{work}, {rows:,} rows")
            ways, slowest, differing = _agreeing(work, peers)
            taken, spent = _timed(work, ways, RUNS if slowest < _LONG else _FEW_RUNS)
            show(taken, _OURS, spent)
            for way, seconds in taken.items():
                grown.setdefault(f"{work}: {way}", {})[rows] = min(seconds)
            yield from (f"{rows:,} rows, {text}" for text in differing)


def _started(rows: int, urls: list[str], named: Sequence[str], opened: ExitStack) -> Iterator[Process]:
    """Those that can be had, Helder on the benchmark's own file first."""
    for name, *words in ((_OURS,), *((_OURS, url) for url in urls), *((peer,) for peer in named)):
        try:
            process = Process(name, rows, *words)
        except Absent as reason:
            if name == _OURS and not words:
                raise SystemExit(str(reason)) from reason
            print(reason, flush=True)
            continue
        opened.callback(process.close)
        print(f"{process.name}: ready after {process.preparing:,.1f} s", flush=True)
        yield process


Ways = dict[str, tuple[Process, str]]


def _agreeing(work: str, peers: list[Process]) -> tuple[Ways, float, list[str]]:
    """The ways of a work whose figures are those of the first, cell by cell; the slowest's seconds; what differs, in words."""
    ways: Ways = {}
    ours: Mapping[Cell, Row] | None = None
    slowest, differing = 0.0, []
    for peer in peers:
        for way in peer.works.get(work, ()):
            name = f"{peer.name} {way}".strip()
            try:
                told = peer.run(work, way)
            except Absent as reason:
                print(reason, flush=True)
                continue
            found = cells(told["rows"])
            ours = found if ours is None else ours
            apart = different(ours, found)
            print(
                f"{name}: {len(found):,} cells, different: {len(apart)}; first asked {told['seconds'] * 1000:,.0f} ms", flush=True
            )
            if apart:
                differing.append(f"{work}, {name}: {len(apart)} cells differ, such as {apart[0]}")
                continue
            ways[name] = (peer, way)
            slowest = max(slowest, told["seconds"])
    return ways, slowest, differing


def _timed(work: str, ways: Ways, runs: int) -> tuple[dict[str, list[float]], dict[str, Spent]]:
    """Seconds of each run of each way, in turns, and what it took of processors and memory."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    spent = {name: Spent(None, 0) for name in ways}
    for _ in range(runs):
        for name, (peer, way) in ways.items():
            told = peer.run(work, way)
            taken[name].append(told["seconds"])
            spent[name] = spent[name].with_run(told["processor"], told["memory"])
    return taken, spent


def _show_growth(grown: dict[str, dict[int, float]], sizes: list[int]) -> None:
    if len(sizes) < 2:
        return
    print(f"\n{'growth, least ms by rows':78}{''.join(f'{rows:>14,}' for rows in sizes)}")
    for name, times in grown.items():
        print(f"{name:78}{''.join(f'{times[rows] * 1000:14,.0f}' if rows in times else ' ' * 14 for rows in sizes)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
