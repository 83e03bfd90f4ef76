"""Confidence intervals, one per form, from the parts a form is made of.

Every function takes arrays that broadcast and a confidence in (0, 1), and gives (low, high) in the unit of the estimate; both
are nan where there is not enough data. Empty cells neither warn nor raise. docs/explanation/intervals.md has the formulas, the
sources and the measured coverage.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from helder.stats import variances
from helder.stats.distributions import (
    Floats,
    floats,
    normal_quantile,
    poisson_means,
    quiet,
    student_quantile,
)


@quiet
def wilson(successes: ArrayLike, n: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Interval of a share (Wilson 1927), as fractions; exactly 0 and 1 at its outer ends when none or all succeed."""
    z2 = normal_quantile(confidence) ** 2
    k, count = floats(successes), floats(n)
    usable = (count > 0) & (k >= 0) & (k <= count)
    middle = k + z2 / 2
    half = np.sqrt(z2 * (k * (count - k) / count + z2 / 4))
    low = (middle - half) / (count + z2)
    high = np.where(k == count, 1.0, (middle + half) / (count + z2))
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)


@quiet
def net_share(plus: ArrayLike, minus: ArrayLike, n: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Interval of a net share, as fractions from -1 to 1: adjusted Wald (Rocks 2016), adding 3 answers, 3/4 on either side.

    Where few answers all agree the added ones can pull the interval off the estimate; it is then stretched to reach it.
    """
    centre, variance = variances.padded_net_share(plus, minus, n)
    half = normal_quantile(confidence) * np.sqrt(variance)
    estimate = (floats(plus) - floats(minus)) / floats(n)
    low, high = np.minimum(centre - half, estimate), np.maximum(centre + half, estimate)
    return floats(np.maximum(low, -1.0)), floats(np.minimum(high, 1.0))


@quiet
def mean(n: ArrayLike, total: ArrayLike, squares: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Interval of a mean (Student 1908), from n, the sum and the sum of squares; nan below two rows."""
    rows = floats(n)
    half = student_quantile(confidence, rows - 1) * np.sqrt(variances.mean(rows, total, squares))
    return _around(floats(total) / rows, half)


@quiet
def ratio(
    n: ArrayLike, y: ArrayLike, x: ArrayLike, yy: ArrayLike, xx: ArrayLike, xy: ArrayLike, confidence: float
) -> tuple[Floats, Floats]:
    """Interval of sum(y) / sum(x) over n rows, by the delta method with Student's t; nan below two rows or where x is 0.

    y, x are sums over the rows, yy, xx, xy sums of squares and of the product. Where x is 1 on every row this is `mean`.
    """
    rows, below = floats(n), floats(x)
    half = student_quantile(confidence, rows - 1) * np.sqrt(variances.ratio(rows, y, below, yy, xx, xy))
    return _around(floats(y) / below, half)


@quiet
def count(k: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Exact interval of the mean of a Poisson count (Garwood 1936); 0 to 3.69 for none seen, at 0.95."""
    events = floats(k)
    return poisson_means(confidence, np.where(events >= 0, events, np.nan))


@quiet
def compound(total: ArrayLike, squares: ArrayLike, n: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Interval of a sum over a random number of events, n seen, from the sum and the sum of squares; nan where all are 0.

    A gamma of the sum's mean and variance (Fay and Feuer 1997), for the high end of those with one more event of mean size
    (Tiwari, Clegg and Zou 2006). For events of 1 it is that of a count; it is skewed as a sum of few is. Of a sum of nought,
    where what was added was taken off again, it is normal.
    """
    size, spread, events = np.abs(floats(total)), variances.compound(squares), floats(n)
    nearer, _ = (spread / size * end for end in poisson_means(confidence, size**2 / spread))
    more, wider = size * (1 + 1 / events), spread * (1 + 1 / events)
    farther = wider / more * poisson_means(confidence, more**2 / wider - 1)[1]
    low, high = _around(floats(total), normal_quantile(confidence) * np.sqrt(spread))
    nearer, farther = np.minimum(nearer, size), np.maximum(farther, size)
    usable = (size > 0) & (events > 0) & np.isfinite(nearer) & np.isfinite(farther)
    down = floats(total) < 0
    return (
        np.where(usable, np.where(down, -farther, nearer), low),
        np.where(usable, np.where(down, -nearer, farther), high),
    )


@quiet
def quotient(a: ArrayLike, var_a: ArrayLike, b: ArrayLike, var_b: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Interval of a / b of two independent totals with known variances, by the delta method; nan where b is 0.

    Where neither a nor b is negative, low is not below 0.
    """
    above, below = floats(a), floats(b)
    half = normal_quantile(confidence) * np.sqrt(variances.quotient(above, var_a, below, var_b))
    low, high = _around(above / below, half)
    return np.where((above >= 0) & (below > 0), np.maximum(low, 0.0), low), high


def _around(centre: Floats, half: Floats) -> tuple[Floats, Floats]:
    """centre - half and centre + half, both nan where either is."""
    return floats(centre - half), floats(centre + half)
