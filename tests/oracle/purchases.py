"""How customers buy, from the definitions."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from oracle.calendar import local_day
from oracle.cells import Asked, Data, Figures, Key, Row, quantile, share, table
from oracle.loyalty import counted_orders, paid_orders


def _spend(rows: list[Row]) -> Figures:
    total = math.fsum(r["net"] for r in rows)
    buyers = len({r["customer_id"] for r in rows if r["status"] == "paid"})
    return total / buyers if buyers else None, buyers, total, buyers


def _frequency(rows: list[Row]) -> Figures:
    buyers = len({r["customer_id"] for r in rows})
    return len(rows) / buyers, buyers, len(rows), buyers


def spending(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Spend per customer, in each currency."""
    known = [r for r in counted_orders(data) if r["customer_id"] is not None]
    return {"average_spend": table(known, asked, "ordered_at", _spend, "label")}


def _of_each(data: Data) -> dict[str, list[Row]]:
    """Paid orders of each customer, in order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in paid_orders(data):
        found[row["customer_id"]].append(row)
    return found


def buying(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """How often, after how long and how regularly customers buy."""
    intervals, habits = [], []
    for rows in _of_each(data).values():
        own = [later | {"seconds": (later["ordered_at"] - row["ordered_at"]) / timedelta(seconds=1)}
               for row, later in pairwise(rows)]  # fmt: skip
        intervals += own
        if len(own) >= asked.params.get("least", 1):
            usual = median(r["seconds"] for r in own)
            habits += [r | {"regular": usual / 2 <= r["seconds"] <= usual * 2} for r in own]
    return {
        "purchase_frequency": table(paid_orders(data), asked, "ordered_at", _frequency),
        "purchase_interval": table(intervals, asked, "ordered_at", quantile("seconds", 0.5)),
        "purchase_regularity": table(habits, asked, "ordered_at", share(lambda r: r["regular"])),
    }


def returning(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Second purchases within the window."""
    within = timedelta(days=asked.params.get("window", 365))
    firsts = [
        rows[0] | {"again": len(rows) > 1 and rows[1]["ordered_at"] - rows[0]["ordered_at"] <= within}
        for rows in _of_each(data).values()
    ]
    return {"second_purchase_rate": table(firsts, asked, "ordered_at", share(lambda r: r["again"]))}


def _months(day: date) -> int:
    return day.year * 12 + day.month


def cohorts(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """For each month after the first: how many of those who first bought so long before it bought in it."""
    last = max(_months(local_day(r["ordered_at"], asked.zone)) for r in data["orders"])
    rows = []
    for own in _of_each(data).values():
        bought = {_months(local_day(r["ordered_at"], asked.zone)) for r in own}
        first = min(bought)
        passed = [month for month in range(first, last) if month - first <= asked.params.get("months", 12)]
        channel = {"channel": own[0]["acquired_via"], "first_at": own[0]["ordered_at"]}
        rows += [own[0] | channel | {"months_since": m - first, "label": m - first, "bought": m in bought} for m in passed]
    return {"cohort_retention": table(rows, asked, "first_at", share(lambda r: r["bought"]), "label")}
