"""How well goals are foretold, on demonstration companies: `python -m benchmarks.forecasts [CUSTOMERS]`.

Each calendar month and quarter of the companies' two years is foretold when a third and two thirds of it have passed, and held
against what came: by Helder's forecast, by the pace or figure so far, and by the last thirteen weeks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np

import helder
from helder import demo
from helder.demo import filling
from helder.goals.adding import Adding, adding
from helder.goals.forecast import Days, days_of, forecast
from helder.metrics import CATALOG
from helder.query.answer import Row
from helder.query.periods import following

UNTIL = datetime(2026, 11, 22, 2)  # noqa: DTZ001 - UTC, as the store keeps it
TOTALS = ("sales", "orders", "contact_volume")
RATES = ("nps", "csat", "service_level", "first_response_time", "average_speed_of_answer", "abandonment_rate", "conversion_rate",
         "average_order_value", "cart_abandonment_rate")  # fmt: skip
LEVELS = ("ticket_backlog",)
LEAST = 90  # days of a past


def main(customers: int) -> None:
    """Print the mean absolute errors, and how often the intervals hold."""
    found: dict[Adding, list[tuple[float, float, float, bool]]] = {}
    for seed in (1, 2, 3):
        for name, rows in _rows(customers, seed).items():
            days = days_of(rows, UNTIL.date())
            if days is not None:
                found.setdefault(adding(CATALOG[name]), []).extend(_errors(name, days))
    print(f"{'':8}{'cases':>7}{'Helder':>9}{'so far':>9}{'13 weeks':>10}{'within 95 %':>13}")
    for how, errors in found.items():
        own, pace, recent, within = np.array(errors, dtype=float).T
        means = [np.mean(np.abs(each)) for each in (own, pace, recent)]
        print(f"{how.value:8}{len(errors):>7}{means[0]:>9.1%}{means[1]:>9.1%}{means[2]:>10.1%}{within.mean():>13.1%}")


def _rows(customers: int, seed: int) -> dict[str, list[Row]]:
    """Per metric the rows of its days, of the scale or currency with most rows."""
    company = demo.build(customers, seed=seed, until=UNTIL)
    with helder.connect("duckdb://", zone="Europe/Amsterdam") as workspace:
        filling.fill(workspace.engine, company)
        rows = list(workspace.show(*TOTALS, *RATES, *LEVELS, grain="day", until=UNTIL.date()))
    found = {}
    for name in (*TOTALS, *RATES, *LEVELS):
        own = [row for row in rows if row.metric.name == name]
        most = max({row.labels for row in own}, key=lambda labels: sum(row.n or 0 for row in own if row.labels == labels))
        found[name] = [row for row in own if row.labels == most]
    return found


def _errors(name: str, days: Days) -> Iterator[tuple[float, float, float, bool]]:
    """The errors in proportion to what came, of Helder, the pace so far and thirteen weeks; whether the interval held it."""
    how = adding(CATALOG[name])
    for grain in ("month", "quarter"):
        start = date(2025, 1, 1)
        while (end := following(start, grain)) <= UNTIL.date():
            for part in (1 / 3, 2 / 3):
                at = start + timedelta(days=int((end - start).days * part))
                past = Days(days.first, days.values[: (at - days.first).days], days.weights[: (at - days.first).days])
                if len(past.values) >= LEAST:
                    yield from _error(how, name, days, past, start, at, end)
            start = end


def _error(
    how: Adding, name: str, days: Days, past: Days, start: date, at: date, end: date
) -> Iterator[tuple[float, float, float, bool]]:
    since, now, then = ((day - days.first).days for day in (start, at, end))
    weights, values = days.weights, days.values
    if since < 0 or not weights[since:now].sum():
        return
    if how is Adding.TOTAL:
        so_far, came = values[since:now].sum(), values[since:then].sum()
        pace = so_far / (now - since) * (then - since)
        recent = so_far + values[max(now - 91, 0) : now].mean() * (then - now)
    elif how is Adding.LEVEL:
        so_far, came = values[now - 1], values[then - 1]
        pace, recent = values[since:now].mean(), values[max(now - 91, 0) : now].mean()
    else:
        pooled = [slice(since, now), slice(since, then), slice(max(now - 91, 0), now)]
        so_far, came, recent = (float((values[s] * weights[s]).sum() / weights[s].sum()) for s in pooled)
        pace = so_far
    row = Row(CATALOG[name], start, (), (), float(so_far), 1, None, None, None, None, False, "")
    coming = forecast(how, CATALOG[name], row, past, start, at, end - timedelta(days=1))
    if coming is not None and came:
        within = coming.low <= came <= coming.high
        yield coming.value / came - 1, pace / came - 1, recent / came - 1, within


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
