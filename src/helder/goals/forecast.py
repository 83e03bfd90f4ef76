"""What a goal's figure will be when its period ends, from what came day by day before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.special import ndtr, ndtri

from helder.goals.adding import Adding
from helder.metrics import Metric
from helder.query.answer import Row
from helder.stats import foretelling
from helder.stats.distributions import Floats
from helder.stats.foretelling import Ahead

#: How far back is looked for what usually comes: two years and a quarter.
HISTORY = 820


@dataclass(frozen=True)
class Forecast:
    """The figure at the period's end, its 95 % interval, and the standard deviation both rest on."""

    value: float
    low: float
    high: float
    deviation: float

    def chance(self, target: float, *, at_least: bool) -> float:
        """The chance that the target is reached."""
        if self.deviation == 0:
            return float(self.value >= target if at_least else self.value <= target)
        above = float(ndtr((self.value - target) / self.deviation))
        return above if at_least else 1 - above


@dataclass(frozen=True)
class Days:
    """A metric day by day until yesterday: its values (0 where there is none) and what each weighs."""

    first: date
    values: Floats
    weights: Floats

    def since(self, day: date) -> int:
        """How many of the days lie on or after a day."""
        return max(len(self.values) - max((day - self.first).days, 0), 0)

    def before(self, day: date) -> Floats:
        """The values of the days before a day."""
        return self.values[: len(self.values) - self.since(day)]


def days_of(rows: Sequence[Row], until: date) -> Days | None:
    """The days of one metric, scale and currency, from the first that has anything; None where none has, or one is hidden."""
    known = {row.start: row for row in rows if row.value is not None and row.start is not None}
    if not known or any(row.suppressed for row in rows):
        return None
    first = min(known)
    count = (until - first).days
    values, weights = np.zeros(count), np.zeros(count)
    for day, row in known.items():
        place = (day - first).days
        values[place] = row.value
        weights[place] = row.denominator if row.denominator is not None else row.n
    return Days(first, values, weights)


def forecast(adding: Adding, metric: Metric, sofar: Row, days: Days, since: date, at: date, ends_on: date) -> Forecast | None:
    """The figure of the period since..ends_on, foretold at a day of it; None where there is too little to go by.

    What has come in by then is certain: only the days that are left are in doubt.
    """
    left = (ends_on - at).days + 1
    if adding is Adding.TOTAL:
        ahead = foretelling.total(days.values, left)
        return _around(sofar.value or 0.0, 1.0, ahead, floor=sofar.value) if ahead else None
    if adding is Adding.LEVEL:
        ahead = foretelling.level(days.values, left)
        return _around(0.0, 1.0, ahead, floor=0.0) if ahead else None
    ahead, volume = foretelling.rate(days.values, days.weights, left), foretelling.total(days.weights, left)
    if ahead is None or volume is None:
        return None
    weight = float(days.weights[len(days.weights) - days.since(since) :].sum())
    share = volume.mean / (weight + volume.mean)
    return _around((sofar.value or 0.0) * (1 - share), share, ahead, *_LIMITS.get(metric.unit.name, (None, None)))


_LIMITS: Mapping[str, tuple[float | None, float | None]] = {"share": (0.0, 1.0), "points": (-100.0, 100.0), "s": (0.0, None)}


def _around(certain: float, share: float, ahead: Ahead, floor: float | None = None, ceiling: float | None = None) -> Forecast:
    value, deviation = certain + share * ahead.mean, share * ahead.deviation
    half = float(ndtri(0.975)) * deviation
    low = value - half if floor is None else max(value - half, floor)
    high = value + half if ceiling is None else min(value + half, ceiling)
    return Forecast(value, low, high, deviation)


def expected(days: Days | None, since: date, at: date, ends_on: date) -> float:
    """The share of its period's total that is usual by a day of it."""
    length = (ends_on - since).days + 1
    passed = min((at - since).days, length)
    if days is None or passed >= length:
        return passed / length
    return foretelling.expected(days.before(since), passed, length)


def history(at: date) -> date:
    """The first day looked back at."""
    return at - timedelta(days=HISTORY)
