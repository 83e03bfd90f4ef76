"""A board of survey metrics: every tile a query of its own, as BI tools ask, beside Helder's one scan for each kind of tile.

    python -m benchmarks.surveys [ROWS]

For each of the ten survey metrics the board has its value in 2025, the same of 2024 to compare with, and its course by month,
by channel, by touchpoint and by survey: 60 tiles.
"""

from __future__ import annotations

import sys
from datetime import date

import helder
from benchmarks.agreement import cells
from benchmarks.board import LAST, SINCE, agree, asked, fetched, queries, run
from benchmarks.data import SURVEYS, ZONE, store
from benchmarks.machine import described
from benchmarks.timing import in_turns, show
from helder import CATALOG
from helder.workspace import Workspace

_MONTHLY = "date_trunc('month', answered_at_day) as start, channel"
_TILES = {
    "value": ("2025-01-01", "null as start"),
    "value before": ("2024-01-01", "null as start"),
    "by month": ("2025-01-01", "date_trunc('month', answered_at_day) as start"),
    "by channel": ("2025-01-01", "null as start, channel"),
    "by touchpoint": ("2025-01-01", "null as start, touchpoint"),
    "by survey": ("2025-01-01", "null as start, survey"),
}


def tiles(names: list[str]) -> list[str]:
    """One query for each tile: that of the metric by month and channel, sliced as the tile is."""
    alone, found = queries("one_by_one"), []
    for name in names:
        for since, cut in _TILES.values():
            period = (f"date '{SINCE}' and date '{LAST}'", f"date '{since}' and date '{since[:4]}-12-31'")
            sql = alone[name].replace(_MONTHLY, cut).replace(*period)
            by = cut.rsplit(" ", 1)[1] if "," in cut else "start"
            found.append(
                sql.replace("partition by start, channel", f"partition by {by}").replace(
                    "by start, channel, choice", f"by {by}, choice"
                )
            )
    return found


def board(h: Workspace, names: list[str]) -> None:
    """The same tiles by Helder."""
    since, until = date(2025, 1, 1), date(2026, 1, 1)
    h.show(*names, compare="previous", since=since, until=until)
    h.show(*names, grain="month", since=since, until=until)
    for dimension in ("channel", "touchpoint", "survey"):
        h.show(*names, by=[dimension], since=since, until=until)


def main(rows: int) -> None:
    """Survey metrics by month and channel, then a board of them."""
    names = [name for name, metric in CATALOG.items() if metric.family == "Voice of the customer"]
    print(described())
    with helder.connect(f"duckdb:///{store(rows, SURVEYS)}", zone=ZONE, read_only=True) as h:
        fused, alone = queries("handwritten")["answers"], queries("one_by_one")
        ours, theirs = cells(asked(h, names).to_records()), cells(fetched(h, [fused]))
        print(f"{len(names)} survey metrics by month and channel, {rows:,} answers: {len(ours):,} cells")
        agree("written by hand", ours, theirs)
        agree("one query per metric", ours, cells(fetched(h, (alone[name] for name in names))))
        ways = {
            "helder": lambda: asked(h, names),
            "SQL by hand": run(h, [fused]),
            f"one query per metric, {len(names)} queries": run(h, [alone[name] for name in names]),
        }
        show(in_turns(ways), "helder")
        one_by_one = tiles(names)
        print(f"a board of {len(one_by_one)} tiles, {rows:,} answers")
        ways = {"helder": lambda: board(h, names), f"one query per tile, {len(one_by_one)} queries": run(h, one_by_one)}
        show(in_turns(ways), "helder")


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 10_000_000)
