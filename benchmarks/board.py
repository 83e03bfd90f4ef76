"""All metrics by month and channel, beside the best SQL written by hand and one query per metric.

python -m benchmarks.board [ROWS]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import helder
from benchmarks.agreement import Cell, cells, different
from benchmarks.data import ZONE, store
from benchmarks.machine import described
from benchmarks.timing import in_turns, show
from helder import CATALOG
from helder.query.answer import Answer
from helder.workspace import Workspace

SINCE, LAST, UNTIL = date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1)
_HERE = Path(__file__).parent
#: Metrics for which nothing is gained or lost by being asked alone: the hand-written query of their fact gives no other.
_LONE = {
    "repeat_purchase_rate": "repeat_purchases",
    "customer_acquisition_cost": "acquisition",
    "ticket_backlog": "backlog",
    "cart_abandonment_rate": "carts",
}


def queries(folder: str) -> dict[str, str]:
    """The SQL in a folder by file name, for the period."""
    dates = {"$since": f"date '{SINCE}'", "$last": f"date '{LAST}'"}
    found = {}
    for path in sorted((_HERE / folder).glob("*.sql")):
        sql = path.read_text()
        for name, value in dates.items():
            sql = sql.replace(name, value)
        found[path.stem] = sql
    return found


def per_metric() -> dict[str, str]:
    """One query for each metric of which there is one written by hand."""
    fused, alone = queries("handwritten"), queries("one_by_one")
    return {name: alone.get(name) or fused[_LONE[name]] for name in CATALOG if name in alone or name in _LONE}


def fetched(h: Workspace, sql: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of all queries, one after another, on Helder's own connection."""
    cursor = h.engine.cursor()
    return [row for query in sql for row in cursor.sql(query).to_arrow_table().to_pylist()]


def run(h: Workspace, sql: Iterable[str]) -> Callable[[], object]:
    """What runs all queries, one after another."""
    cursor, listed = h.engine.cursor(), list(sql)
    return lambda: [cursor.sql(query).to_arrow_table() for query in listed]


def asked(h: Workspace, names: Iterable[str]) -> Answer:
    """Helder's answer."""
    return h.show(*names, by=["channel"], grain="month", since=SINCE, until=UNTIL)


def compare(rows: int) -> None:
    """All metrics, three ways."""
    with helder.connect(f"duckdb:///{store(rows)}", zone=ZONE, read_only=True) as h:
        fused, alone = queries("handwritten"), per_metric()
        ours = cells(asked(h, alone).to_records())
        by_hand = {name: cells(fetched(h, [sql])) for name, sql in fused.items()}
        one_by_one = cells(fetched(h, alone.values()))
        told = {cell: row for found in by_hand.values() for cell, row in found.items()}
        print(f"{len(alone)} metrics by month and channel, {rows:,} rows: {len(ours):,} cells")
        agree("written by hand", ours, told)
        agree("one query per metric", ours, one_by_one)
        ways = {
            "helder": lambda: asked(h, alone),
            f"SQL by hand, {len(fused)} queries": run(h, fused.values()),
            f"one query per metric, {len(alone)} queries": run(h, alone.values()),
        }
        show(in_turns(ways), "helder")
        for name, sql in fused.items():
            metrics = list(dict.fromkeys(cell[0] for cell in by_hand[name]))
            print(f"{name}: {', '.join(metrics)}")
            ways = {
                "helder": partial(asked, h, metrics),
                "SQL by hand": run(h, [sql]),
                f"one query per metric, {len(metrics)} queries": run(h, [alone[m] for m in metrics]),
            }
            show(in_turns(ways), "helder")


def agree(name: str, ours: dict[Cell, Any], theirs: dict[Cell, Any]) -> None:
    """Say in how many cells two ways differ; end the run where they do."""
    wrong = different(ours, theirs)
    print(f"  {name}: {len(theirs):,} cells compared, cells different: {len(wrong)}{f', such as {wrong[0]}' if wrong else ''}")
    if wrong:
        raise SystemExit(1)


def plans(rows: int) -> None:
    """What a first question costs beside a repeated one, more rows beside fewer, and all metrics of a fact beside one."""
    few = store(rows // 10)
    contacts = ["contact_volume", "service_level", "average_speed_of_answer", "abandonment_rate", "average_handle_time"]
    with (
        helder.connect(f"duckdb:///{store(rows)}", zone=ZONE, read_only=True) as many,
        helder.connect(f"duckdb:///{few}", zone=ZONE, read_only=True) as tenth,
    ):
        ways = {
            f"all metrics, {rows:,} rows": lambda: asked(many, per_metric()),
            f"all metrics, {rows // 10:,} rows": lambda: asked(tenth, per_metric()),
            "the same, asked for the first time": lambda: _afresh(few),
            "1 metric of contacts": lambda: asked(many, contacts[:1]),
            "5 metrics of contacts": lambda: asked(many, contacts),
            "average_speed_of_answer": lambda: asked(many, contacts[2:3]),
        }
        show(in_turns(ways))


def _afresh(path: Path) -> None:
    with helder.connect(f"duckdb:///{path}", zone=ZONE, read_only=True) as h:
        asked(h, per_metric())


def main(rows: int) -> None:
    """Everything."""
    print(described())
    compare(rows)
    plans(rows)


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 10_000_000)
