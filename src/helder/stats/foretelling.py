"""What is to come of a series of days: simple exponential smoothing of its weeks, with the variance of several weeks together.

Every function takes a figure per day, oldest first, the last being yesterday's, and tells of the `days` that follow. Weeks are
counted back from yesterday, so that each holds every day of the week once. The smoothing is ETS(A,N,N): a level that moves by
alpha of each error (Hyndman, Koehler, Ord & Snyder 2008, chapter 6, for the variance over several steps).
docs/explanation/goals.md has the formulas and what they were measured at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helder.stats.distributions import Floats

#: Weeks without which nothing is foretold.
FEWEST_WEEKS = 8
_YEAR = 364  # days, so that a weekday meets itself
_PACE = 21  # days
_USUAL = 91  # days
_LEAST = 0.15  # alpha that intervals reckon with at least, as a level that stood still need not go on so
_ALPHAS = np.linspace(0.02, 0.8, 40)
_SHAPE = 0.5  # how much of last year's shape is taken to come again


@dataclass(frozen=True)
class Ahead:
    """What is to come: its mean, standard deviation, and the weeks the latter was learnt from."""

    mean: float
    deviation: float
    weeks: int


@dataclass(frozen=True)
class Smoothed:
    """A smoothed series: the level after each week, alpha, and the variance of an error one week ahead."""

    levels: Floats
    alpha: float
    variance: float


def total(daily: Floats, days: int) -> Ahead | None:
    """The sum over the days to come of a figure that adds up; errors are in proportion to the level. None for too few weeks.

    The mean is halfway between what the smoothing gives and the pace of the last three weeks: the two err in different ways.
    """
    weekly = _weekly(daily)
    if len(weekly) < FEWEST_WEEKS or not weekly.sum() > 0:
        return None
    smoothed = _best(weekly, np.ones_like(weekly), relative=True)
    weeks = days / 7
    mean = smoothed.levels[-1] * weeks * _shape(daily, smoothed, days)
    deviation = mean * np.sqrt(smoothed.variance * _over(weeks, smoothed.alpha)) / weeks
    return Ahead(float((mean + daily[-_PACE:].mean() * days) / 2), float(deviation), len(weekly))


def rate(values: Floats, weights: Floats, days: int) -> Ahead | None:
    """The mean over the days to come of a rate, whose days weigh as much as their denominators. None for too few weeks."""
    weekly = _weekly(weights)
    if np.count_nonzero(weekly) < FEWEST_WEEKS:
        return None
    sums = _weekly(np.nan_to_num(values) * weights)
    rates = np.divide(sums, weekly, out=np.zeros_like(sums), where=weekly > 0)
    smoothed = _best(rates, weekly, relative=False)
    weeks = days / 7
    spread = smoothed.variance * _over(weeks, smoothed.alpha) / weeks**2
    return Ahead(float(smoothed.levels[-1]), float(np.sqrt(spread)), int(np.count_nonzero(weekly)))


def level(daily: Floats, days: int) -> Ahead | None:
    """The figure some days on of one that is as it was last: halfway between now and the mean of 13 weeks.

    Give or take what that rule erred before, over as many days. None for too short a past.
    """
    if len(daily) < _USUAL + max(4 * days, 7 * FEWEST_WEEKS):
        return None
    sums = np.concatenate([[0.0], np.cumsum(daily)])
    usual = (sums[_USUAL:] - sums[:-_USUAL]) / _USUAL
    foretold = (daily[_USUAL - 1 :] + usual) / 2
    erred = daily[_USUAL - 1 + days :] - foretold[: len(foretold) - days]
    return Ahead(float(foretold[-1]), float(np.sqrt(np.mean(erred**2))), len(erred) // 7)


def expected(daily: Floats, passed: int, days: int) -> float:
    """The share of a period's total that is usual after `passed` of its `days`, from the shape of the year before it.

    daily ends where the period begins. As many days as have passed where there was no such year.
    """
    year = daily[-_YEAR:]
    if len(year) < _YEAR or days > _YEAR + 2 or not year[:days].sum() > 0:
        return passed / days
    usual = _SHAPE * year[:passed].sum() / year[:days].sum()
    return float(usual + (1 - _SHAPE) * passed / days)


def _weekly(daily: Floats) -> Floats:
    count = len(daily) // 7
    return np.asarray(daily[len(daily) - 7 * count :].reshape(count, 7).sum(axis=1), dtype=np.float64)


def _best(weekly: Floats, weights: Floats, *, relative: bool) -> Smoothed:
    """The smoothing whose errors one week ahead were least."""
    return min((_smoothed(weekly, weights, float(a), relative=relative) for a in _ALPHAS), key=lambda found: found.variance)


def _smoothed(weekly: Floats, weights: Floats, alpha: float, *, relative: bool) -> Smoothed:
    first = min(4, len(weekly) // 2)
    begun = weights[:first].sum()
    now = float((weekly[:first] * weights[:first]).sum() / begun) if begun > 0 else float(weekly[0])
    usual = float(weights.mean()) or 1.0
    levels, errors, trust = [], [], []
    for figure, weight in zip(weekly.tolist(), weights.tolist(), strict=True):
        error = figure - now
        errors.append(error / now if relative and now > 0 else error)
        trust.append(weight)
        now += min(alpha * weight / usual, 1.0) * error
        levels.append(now)
    since = max(first, len(errors) - 52)  # as it erred within the year
    late, trusted = np.array(errors[since:]), np.array(trust[since:])
    variance = float((trusted * late**2).sum() / trusted.sum()) if trusted.sum() > 0 else float("inf")
    return Smoothed(np.array(levels), alpha, variance)


def _over(weeks: float, alpha: float) -> float:
    """Variance of the sum over some weeks, in variances of one week's error; below one week what its share of rows gives."""
    if weeks <= 1:
        return weeks
    alpha = max(alpha, _LEAST)
    return weeks + alpha * weeks * (weeks - 1) + alpha**2 * (weeks - 1) * weeks * (2 * weeks - 1) / 6


def _shape(daily: Floats, smoothed: Smoothed, days: int) -> float:
    """How the days to come stand to the level, by those a year before and the level then; 1 where there is no such year."""
    weeks_ago = _YEAR // 7
    if len(smoothed.levels) < weeks_ago + FEWEST_WEEKS or days > _YEAR:
        return 1.0
    then, came = float(smoothed.levels[-weeks_ago - 1]), float(daily[-_YEAR:][:days].sum())
    return float((came / (then * days / 7)) ** _SHAPE) if then > 0 and came > 0 else 1.0
