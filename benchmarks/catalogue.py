"""What the whole catalogue costs: over more rows, and for more metrics of one fact.

python -m benchmarks.catalogue [ROWS...]
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterable
from functools import partial

import helder
from benchmarks.board import SINCE, UNTIL
from benchmarks.data import EVERYTHING, ZONE, store
from benchmarks.machine import described
from benchmarks.timing import in_turns, show
from helder import CATALOG
from helder.workspace import Workspace

_ROWS = (1_000_000, 10_000_000)
_MANY = 3


def grow(rows: int) -> None:
    """All metrics over some rows: their time, and this process's memory."""
    with opened(rows) as h:
        show(in_turns({f"all {len(CATALOG)} metrics, {rows:,} rows": lambda: whole(h, CATALOG)}, runs=3))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB\n")


def whole(h: Workspace, names: Iterable[str]) -> None:
    """Metrics by month, and by channel where they have one."""
    by_channel = [name for name in names if "channel" in CATALOG[name].dimensions]
    others = [name for name in names if name not in by_channel]
    if by_channel:
        h.show(*by_channel, by=["channel"], grain="month", since=SINCE, until=UNTIL)
    if others:
        h.show(*others, grain="month", since=SINCE, until=UNTIL)


def widen(rows: int) -> None:
    """For each fact of several metrics: the dearest of them alone, and all of them."""
    with opened(rows) as h:
        for fact, metrics in of_facts().items():
            if len(metrics) < _MANY:
                continue
            alone = in_turns({metric: partial(whole, h, [metric]) for metric in metrics}, runs=2)
            dearest = max(alone, key=lambda metric: min(alone[metric]))
            print(f"{fact}, {rows:,} rows over all tables; one by one {sum(map(min, alone.values())) * 1000:,.0f} ms")
            ways = {f"{dearest} alone": partial(whole, h, [dearest]), f"all {len(metrics)} metrics": partial(whole, h, metrics)}
            show(in_turns(ways))


def of_facts() -> dict[str, list[str]]:
    """Metrics by the fact they are made of; those over two facts are left out."""
    found: dict[str, list[str]] = {}
    for metric in CATALOG.values():
        measures = metric.measured({}).measures
        if len(measures) == 1:
            found.setdefault(measures[0].fact.name, []).append(metric.name)
    return found


def opened(rows: int) -> Workspace:
    """The company of that many rows, in all tables."""
    return helder.connect(f"duckdb:///{store(rows, EVERYTHING)}", zone=ZONE, read_only=True)


def main(names: list[str]) -> None:
    """Each number of rows in a process of its own, so that its memory is its own."""
    if names[:1] == ["--only"]:
        grow(int(names[1]))
        return
    print(described())
    sizes = [int(name) for name in names] or list(_ROWS)
    for rows in sizes:
        store(rows, EVERYTHING)
        subprocess.run([sys.executable, "-m", "benchmarks.catalogue", "--only", str(rows)], check=True)
    widen(sizes[-1])


if __name__ == "__main__":
    main(sys.argv[1:])
