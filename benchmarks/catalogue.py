"""What more metrics of one fact cost: the dearest of them alone, beside all of them.

python -m benchmarks.catalogue [ROWS]
"""

from __future__ import annotations

import sys
from functools import partial

import helder
from benchmarks.data import ZONE, store
from benchmarks.engines.works import afresh, by_month
from benchmarks.machine import described
from benchmarks.timing import in_turns, show
from helder import CATALOG

_MANY = 3


def main(rows: int) -> None:
    """For each fact of several metrics."""
    print(described())
    with helder.connect(f"duckdb:///{store(rows)}", zone=ZONE, read_only=True) as h:
        for fact, metrics in of_facts().items():
            if len(metrics) < _MANY:
                continue
            alone = in_turns({metric: partial(afresh, h, by_month, [metric]) for metric in metrics}, runs=2)
            dearest = max(alone, key=lambda metric: min(alone[metric]))
            print(f"{fact}, {rows:,} rows over all tables; one by one {sum(map(min, alone.values())) * 1000:,.0f} ms")
            ways = {
                f"{dearest} alone": partial(afresh, h, by_month, [dearest]),
                f"all {len(metrics)} metrics": partial(afresh, h, by_month, metrics),
            }
            show(in_turns(ways))


def of_facts() -> dict[str, list[str]]:
    """Metrics by the fact they are made of; those over two facts are left out."""
    found: dict[str, list[str]] = {}
    for metric in CATALOG.values():
        measures = metric.measured({}).measures
        if len(measures) == 1:
            found.setdefault(measures[0].fact.name, []).append(metric.name)
    return found


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 10_000_000)
