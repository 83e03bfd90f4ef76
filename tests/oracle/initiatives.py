"""Sales since an initiative began, from the definitions."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from oracle.calendar import local_day
from oracle.cells import Asked, Data, Figures, Key, Row, table
from oracle.loyalty import counted_orders


def _began(data: Data, asked: Asked, last: Any) -> Any:
    name = asked.params.get("initiative", "latest")
    if name == "latest":
        return max((i["started_on"] for i in data["initiatives"] if i["started_on"] <= last), default=None)
    return next(i["started_on"] for i in data["initiatives"] if i["initiative_id"] == name)


def _total(rows: list[Row]) -> Figures:
    return math.fsum(r["net"] for r in rows), len(rows), None, None


def _growth(rows: list[Row]) -> Figures:
    since, before = (math.fsum(r["net"] for r in rows if r["side"] == side) for side in ("since", "before"))
    return (since - before) / before if before > 0 else None, len(rows), since - before, before


def since(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Sales from the first day on, and what they are more than in as many days before."""
    last = max(local_day(r["ordered_at"], asked.zone) for r in data["orders"])
    began = _began(data, asked, last)
    rows = []
    for row in counted_orders(data) if began else []:
        day = local_day(row["ordered_at"], asked.zone)
        away = (day - began).days if day >= began else (began - day).days - 1
        if day >= began or away <= (last - began).days:
            rows.append(row | {"side": "since" if day >= began else "before", "counted_on": began + timedelta(days=away)})
    return {
        "sales_since": table([r for r in rows if r["side"] == "since"], asked, "counted_on", _total, "label"),
        "sales_since_change": table(rows, asked, "counted_on", _growth, "label"),
    }
