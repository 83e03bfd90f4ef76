"""What customers pay a month, at the start and at the end of each period, from the definitions."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from helder.model.money import minor_units
from oracle.calendar import instant, periods
from oracle.cells import Asked, Data, Figures, Key, joined

CURRENCY = "EUR"


def _paid(data: Data, moment: datetime) -> dict[tuple[str, str], float]:
    """What each customer's subscriptions in force at a moment bring a month, in each currency."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for r in data["subscriptions"]:
        in_force = r["started_at"] <= moment and (r["ended_at"] is None or r["ended_at"] > moment)
        if in_force and r["customer_id"] is not None and r["monthly_revenue"] is not None:
            found[r["customer_id"], r["currency"] or CURRENCY] += r["monthly_revenue"]
    return found


def revenue(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Monthly revenue lost and kept; the question must say since and until."""
    assert asked.since
    assert asked.until
    spans = list(periods(asked.since, asked.until, asked.grain)) if asked.grain else [(asked.since, asked.until)]
    found: dict[str, dict[Key, Figures]] = {"revenue_churn_rate": {}, "net_revenue_retention": {}}
    for first, last in spans:
        start, end = max(first, asked.since), min(last, asked.until)
        before, after = (_paid(data, instant(day, asked.zone)) for day in (start, end))
        cells: dict[tuple[Any, ...], list[tuple[float, float, bool]]] = defaultdict(list)
        for (who, currency), paid in before.items():
            row = joined(data, {"customer_id": who}) | {"currency": currency}
            row["channel"] = row["acquired_via"]
            still = (who, currency) in after
            cells[tuple(row[name] for name in asked.by), currency].append((paid, after.get((who, currency), 0), still))
        for (by, currency), customers in cells.items():
            units = minor_units(currency)
            held, kept = (sum(c[i] for c in customers) / units for i in (0, 1))
            lost = sum(
                max(paid - now, 0) for paid, now, still in customers if asked.params.get("contraction") != "kept" or not still
            )
            key, n = (start if asked.grain else asked.since, by, currency), len(customers)
            found["revenue_churn_rate"][key] = (lost / units / held if held else None, n, lost / units, held)
            found["net_revenue_retention"][key] = (kept / held if held else None, n, kept, held)
    return found
