"""Series of known make-up: what is simulated to see how often the forecast of the next figure is wrong."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from helder.stats import seasonal
from helder.stats.anomaly import Scale, Series

DAYS = 92
WEEKDAYS = np.arange(DAYS) % 7
WEEK = np.array([1.3, 1.2, 1.1, 1.0, 1.0, 0.8, 0.6])[WEEKDAYS]
HOURS = np.arange(8 * 7 * 24 + 15) % 24
HOURS_DAY = np.arange(len(HOURS)) // 24 % 7
CLOCK = np.exp(2 * np.cos((HOURS - 14) / 12 * np.pi)) * np.where(HOURS_DAY >= 5, 0.5, 1.0)


def daily(values, scale=Scale.FIGURE, n=None, variances=None) -> Series:
    """A series of days by weekday."""
    values = np.asarray(values, dtype=float)
    counts = np.full(len(values), 100.0) if n is None else np.asarray(n, dtype=float)
    known = np.full(len(values), np.nan) if variances is None else variances
    days = np.arange(len(values)) % 7
    return Series(values, counts, known, seasonal.by_weekday(days), days.astype(float), scale)


def counts(values) -> Series:
    return daily(values, Scale.COUNT, values, np.asarray(values, dtype=float))


def noise(rng) -> Series:
    return daily(rng.normal(size=DAYS))


def season_and_trend(rng) -> Series:
    return daily(5 * WEEK + 0.05 * np.arange(DAYS) + rng.normal(size=DAYS))


def weekly(rng) -> Series:
    """A year of weeks, without a season."""
    size = 53
    return Series(rng.normal(size=size), np.ones(size), np.full(size, np.nan), np.zeros((size, 0)), np.zeros(size), Scale.FIGURE)


def short(rng) -> Series:
    return daily(rng.normal(size=29))


def autocorrelated(rho) -> Callable[..., Series]:
    def make(rng) -> Series:
        wander, drawn = np.zeros(DAYS + 60), rng.normal(size=DAYS + 60)
        for i in range(1, len(wander)):
            wander[i] = rho * wander[i - 1] + drawn[i]
        return daily(wander[60:])

    return make


def wandering(step) -> Callable[..., Series]:
    return lambda rng: daily(np.cumsum(rng.normal(0, step, DAYS)) + rng.normal(size=DAYS))


def with_outliers(rng) -> Series:
    """Five past days fifteen standard deviations away."""
    values = WEEK + rng.normal(size=DAYS)
    values[rng.choice(DAYS - 1, 5, replace=False)] += 15 * rng.choice([-1, 1], 5)
    return daily(values)


def heavy_tails(rng) -> Series:
    return daily(WEEK + rng.standard_t(4, DAYS))


def shares(p, fewest, most, wander=0.0) -> Callable[..., Series]:
    def make(rng) -> Series:
        n = rng.integers(fewest, most, DAYS)
        x = rng.binomial(n, np.clip(p + wander * rng.normal(size=DAYS), 0, 1)) / n
        return daily(x, Scale.SHARE, n, x * (1 - x) / np.maximum(n - 1, 1))

    return make


def poisson(mean) -> Callable[..., Series]:
    return lambda rng: counts(rng.poisson(mean * WEEK))


def overdispersed(mean, size) -> Callable[..., Series]:
    return lambda rng: counts(rng.poisson(rng.gamma(size, mean * WEEK / size)))


def closed_on_sundays(rng) -> Series:
    return counts(rng.poisson(40 * WEEK * (WEEKDAYS != 6)))


def with_holidays(rng) -> Series:
    """Overdispersed counts with two days of nothing and two of four times as much."""
    values = rng.poisson(rng.gamma(30, 80 * WEEK / 30))
    values[rng.choice(DAYS - 1, 4, replace=False)] *= np.array([0, 0, 4, 4])
    return counts(values)


def amounts(rng) -> Series:
    """Money of about sixty orders a day."""
    worth = [rng.exponential(40, k) for k in rng.poisson(60 * WEEK)]
    totals, squares = np.array([w.sum() for w in worth]), np.array([(w**2).sum() for w in worth])
    return daily(totals, Scale.AMOUNT, [len(w) for w in worth], squares)


def hourly(scale) -> Callable[..., Series]:
    """Eight weeks of counts by hour, the last at two in the afternoon."""

    def make(rng) -> Series:
        values = rng.poisson(scale * CLOCK).astype(float)
        shape, slots = seasonal.by_hour(HOURS_DAY, HOURS), (HOURS_DAY * 24 + HOURS).astype(float)
        return Series(values, values, values, shape, slots, Scale.COUNT)

    return make
