"""Rows put into cells, and the figures of a cell."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from oracle.calendar import local_day, period_of

Row = dict[str, Any]
Data = dict[str, list[Row]]
#: value, n, numerator, denominator
Figures = tuple[float | None, int, float | None, float | None]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Asked:
    """A question as the oracle takes it."""

    by: tuple[str, ...] = ()
    grain: str | None = None
    since: date | None = None
    until: date | None = None
    zone: str = "UTC"
    params: dict[str, Any] = field(default_factory=dict)

    def holds(self, day: date) -> bool:
        """The day lies in the period asked for."""
        return (self.since is None or day >= self.since) and (self.until is None or day < self.until)

    def start(self, day: date) -> date | None:
        """The start a row of that day is shown under: its period's, or since where that cuts the period off."""
        if self.grain is None:
            return self.since
        start = period_of(day, self.grain)
        return start if self.since is None else max(start, self.since)


def grouped(rows: Iterable[Row], asked: Asked, time: str, label: str | None = None) -> dict[Key, list[Row]]:
    """Rows with a time in the period asked for, by (start, dimensions, label)."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get(time) is None:
            continue
        day = local_day(row[time], asked.zone)
        if asked.holds(day):
            found[(asked.start(day), tuple(row.get(name) for name in asked.by), row[label] if label else None)].append(row)
    return found


def table(
    rows: Iterable[Row], asked: Asked, time: str, figures: Callable[[list[Row]], Figures], label: str | None = None
) -> dict[Key, Figures]:
    """The figures of every cell."""
    return {key: figures(group) for key, group in grouped(rows, asked, time, label).items()}


def share(hit: Callable[[Row], bool]) -> Callable[[list[Row]], Figures]:
    """Rows that hit, of all."""

    def figures(rows: list[Row]) -> Figures:
        hits = sum(1 for row in rows if hit(row))
        return hits / len(rows), len(rows), hits, len(rows)

    return figures


def mean(name: str) -> Callable[[list[Row]], Figures]:
    """Mean of a column."""

    def figures(rows: list[Row]) -> Figures:
        total = math.fsum(row[name] for row in rows)
        return total / len(rows), len(rows), total, len(rows)

    return figures


def quantile(name: str, q: float) -> Callable[[list[Row]], Figures]:
    """Quantile of a column, linear between neighbours."""

    def figures(rows: list[Row]) -> Figures:
        ordered = sorted(row[name] for row in rows)
        place = q * (len(ordered) - 1)
        low = math.floor(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low), len(rows), None, None

    return figures


def count(rows: list[Row]) -> Figures:
    """Number of rows."""
    return len(rows), len(rows), None, None


def joined(data: Data, row: Row, *, own: Iterable[str] = (), customer: bool = True, employee: bool = False) -> Row:
    """The row with the dimensions of its customer and employee; `own` columns are the row's."""
    people = {r["customer_id"]: r for r in data.get("customers", [])}
    staff = {r["employee_id"]: r for r in data.get("employees", [])}
    found = dict(row)
    who = people.get(row.get("customer_id"), {}) if customer else {}
    for name in ("segment", "country", "language", "gender", "acquired_via"):
        if name not in own:
            found[name] = who.get(name)
    if employee:
        worker = staff.get(row.get("employee_id"), {})
        for name in ("team", "role"):
            if name not in own:
                found[name] = worker.get(name)
        found["employee"] = row.get("employee_id")
    return found
