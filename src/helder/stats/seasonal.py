"""What the next figure of a series is likely to be, from its own past: a level, a trend and a shape by weekday and hour.

Every array has one entry, or one row, per period, the oldest first. The fits are robust: a period far from what the others say,
as a holiday, weighs little. See docs/explanation/alerts.md for the sources and for how often they are wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helder.stats.distributions import Floats, floats

#: Standard deviations from which on a period weighs less, by the square of how far beyond it is (Noufaily and others 2013).
_FAR = 2.58
#: What min(z², 2.58²) is on average for a standard normal z.
_USUAL = 0.9707
#: Precision that holds a shape to none where a period has too few rows to tell one.
_HELD = 0.5
#: Of the trace, added so that a place of the season that never had a figure does not matter.
_SLIGHT = 1e-10
#: Of the square of figures, below which what they vary by is rounding.
_EXACT = 1e-12
_ROUNDS, _CLOSE, _HALVINGS = 25, 1e-4, 50


@dataclass(frozen=True)
class Forecast:
    """What is expected of a period, on the scale of the fit. variance: with that of the period itself. df: for Student's t."""

    mean: float
    variance: float
    df: int


def by_weekday(weekdays: ArrayLike) -> Floats:
    """A shape by weekday, 0 to 6: a column for each but the first."""
    days = np.asarray(weekdays, dtype=int)
    return floats(days[:, None] == np.arange(1, 7))


def by_hour(weekdays: ArrayLike, hours: ArrayLike) -> Floats:
    """A shape by weekday and by hour, 0 to 23, the hours of Saturday and Sunday having their own."""
    days, clock = np.asarray(weekdays, dtype=int), np.asarray(hours, dtype=int)
    each: Floats = (clock[:, None] == np.arange(1, 24)).astype(float)
    weekend = (days >= 5)[:, None]
    return np.hstack([by_weekday(days), each, each * weekend])


def of_figures(values: Floats, variances: Floats, shape: Floats) -> Forecast:
    """The forecast of the last period from those before, of figures whose noise is about normal.

    values: nan for a period without figure, which is left out. variances: of each figure by its own rows; whatever figures
    wander beyond that is estimated and added (a random effect of periods, as Laney's p' chart has).
    """
    columns = _columns(shape)
    there = ~np.isnan(values[:-1])
    x, y, v = columns[:-1][there], values[:-1][there], variances[:-1][there] + _EXACT * (1e-12 + float(np.nanmax(values**2)))
    df, beyond, weights = len(y) - x.shape[1], float(np.var(y)), np.ones(len(y))
    for _ in range(_ROUNDS):
        known = weights / (v + beyond)
        fitted = _inverse(x, known) @ (x.T @ (known * y))
        residuals = y - x @ fitted
        before, beyond = beyond, _beyond(residuals, v, df)
        weights = _weights(residuals / np.sqrt(v + beyond))
        if abs(beyond - before) <= _CLOSE * (before + beyond):
            break
    last = columns[-1]
    unsure = float(last @ _inverse(x, weights / (v + beyond)) @ last)
    return Forecast(float(last @ fitted), float(variances[-1]) + beyond + unsure, df)


def of_counts(values: Floats, shape: Floats) -> Forecast:
    """The forecast of the last period from those before, of counts: log-linear, so that a season is a factor.

    Their variance is mean + a * mean²: chance, and days that differ by a factor (negative binomial). Far periods are weighed
    down by their Anscombe residuals (Farrington and others 1996).
    """
    columns = _columns(shape)
    there = ~np.isnan(values[:-1])
    x, y = columns[:-1][there], values[:-1][there]
    held = np.r_[0.0, np.full(x.shape[1] - 1, _HELD)]
    fitted = np.r_[math.log(max(float(y.mean()), 1e-3)), np.zeros(x.shape[1] - 1)]
    weights, beyond, mean = np.ones(len(y)), 0.0, _mean(x @ fitted)
    for _ in range(_ROUNDS):
        known = weights * mean / (1 + beyond * mean)
        step = _inverse(x, known, held) @ (x.T @ (known * (y - mean) / mean) - held * fitted)
        fitted = fitted + step * min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-12))
        mean = _mean(x @ fitted)
        before, beyond = beyond, _beyond_chance((y - mean) ** 2, mean, weights, len(y) - x.shape[1])
        far = 1.5 * (np.cbrt(y) ** 2 - np.cbrt(mean) ** 2) / (np.sqrt(1 + beyond * mean) * mean ** (1 / 6))
        weights = _weights(far)
        if float(np.abs(step).max()) < _CLOSE and abs(beyond - before) <= _CLOSE * (1e-3 + beyond):
            break
    last, expected = columns[-1], float(_mean(columns[-1] @ fitted))
    unsure = float(last @ _inverse(x, weights * mean / (1 + beyond * mean), held) @ last)
    return Forecast(expected, expected + expected**2 * (beyond + min(unsure, 4.0)), len(y) - x.shape[1])


def _columns(shape: Floats) -> Floats:
    """The level, the trend, and the shape."""
    periods = len(shape)
    trend = (np.arange(periods) - periods + 1) / max(periods - 1, 1)
    return np.hstack([np.ones((periods, 1)), trend[:, None], floats(shape).reshape(periods, -1)])


def _inverse(x: Floats, weights: Floats, held: Floats | float = 0.0) -> Floats:
    made = x.T @ (x * weights[:, None])
    made[np.diag_indices_from(made)] += held + _SLIGHT * float(np.trace(made))
    return np.asarray(np.linalg.inv(made))


def _weights(distance: Floats) -> Floats:
    return np.minimum(1.0, (_FAR / np.maximum(np.abs(distance), 1e-12)) ** 2)


def _beyond(residuals: Floats, variances: Floats, df: int) -> float:
    """The variance beyond the periods' own with which their residuals are as far as is usual (Paule and Mandel, made robust)."""

    def excess(beyond: float) -> float:
        return float(np.minimum(residuals**2 / (variances + beyond), _FAR**2).sum()) - _USUAL * df

    return _root(excess, float((residuals**2).max(initial=0.0)) * len(residuals) / max(df, 1))


def _mean(logarithm: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(logarithm, -20.0, 30.0)))


def _beyond_chance(squares: Floats, mean: Floats, weights: Floats, df: int) -> float:
    """The a of counts' variance, mean + a * mean², with which their residuals are as far as is usual; 0 where chance suffices."""
    usual = _USUAL * max(float(weights.sum()) - len(mean) + df, 1.0)

    def excess(beyond: float) -> float:
        return float((weights * squares / (mean + beyond * mean**2)).sum()) - usual

    return _root(excess, float((squares / mean**2).max(initial=0.0)) * len(mean))


def _root(excess: Callable[[float], float], high: float) -> float:
    """Where a falling function is nought between 0 and `high`; 0 where it never is above."""
    low = 0.0
    if excess(low) <= 0:
        return 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return high
