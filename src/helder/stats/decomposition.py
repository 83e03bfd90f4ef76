"""The change of a fraction, split over its segments into rate and mix, from numerators and denominators alone.

With w a segment's share of the denominator and r its ratio, the whole is the sum of w r, and its change is exactly

    sum of mean w x change in r   (rate: what happened within segments)
  + sum of mean r x change in w   (mix: what came of there being more of one segment, and less of another)

where means are of the two periods (Kitagawa 1955). Changes in w add up to nought, so r may be counted from any point; counted
from the mean of the two wholes, a segment's mix says what its growing or shrinking did (Griliches and Regev 1995): more of a
segment that is better than the whole is a gain. A segment in one period only has no change in r: all it does is mix.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from helder.stats.distributions import Floats, floats, quiet, student_quantile


class Effects(NamedTuple):
    """What each segment did to the change of the whole, one entry per segment.

    rate + mix, added up over segments, is the change. weight1, weight0: the segment's share of the denominator. loading: what a
    change in the segment's ratio counts for in rate, which is the mean weight; nought where it has a ratio in one period only.
    """

    rate: Floats
    mix: Floats
    weight1: Floats
    weight0: Floats
    loading: Floats


@quiet
def fraction(numerator1: ArrayLike, denominator1: ArrayLike, numerator0: ArrayLike, denominator0: ArrayLike) -> Effects:
    """The change from period 0 to period 1 of sum(numerator) / sum(denominator), by segment; nan where either has no value.

    A segment may have a numerator without a denominator, as credit notes in a month without orders: that is mix as well.
    """
    n1, d1, n0, d0 = (floats(part) for part in (numerator1, denominator1, numerator0, denominator0))
    whole1, whole0 = (np.where(d.sum() != 0, d.sum(), np.nan) for d in (d1, d0))
    middle = (n1.sum() / whole1 + n0.sum() / whole0) / 2
    weight1, weight0 = d1 / whole1, d0 / whole0
    both = (d1 != 0) & (d0 != 0)
    ratio1, ratio0 = n1 / d1, n0 / d0
    loading = np.where(both, (weight1 + weight0) / 2, np.where(np.isnan(middle), np.nan, 0.0))
    rate = np.where(both, loading * (ratio1 - ratio0), loading)
    grown = weight1 - weight0
    mix = np.where(both, ((ratio1 + ratio0) / 2 - middle) * grown, n1 / whole1 - n0 / whole0 - middle * grown)
    return Effects(rate, mix, weight1, weight0, loading)


@quiet
def rate_spread(
    loading: ArrayLike, var1: ArrayLike, var0: ArrayLike, df1: ArrayLike | None = None, df0: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Variance of each segment's rate effect and its degrees of freedom (infinite where variances count as known).

    The weights are taken as they are: what is uncertain is how well each period's rows tell the segment's ratio. nan where a
    ratio's own variance is unknown, as that of a mean of one row. df: nan, or left out, where a variance counts as known.
    """
    weights = floats(loading)
    parts = [weights**2 * floats(variance) for variance in (var1, var0)]
    variance = np.where(weights == 0, 0.0, parts[0] + parts[1])
    spent = sum(_spent(part, df) for part, df in zip(parts, (df1, df0), strict=True))
    spent = np.where(weights == 0, 0.0, spent)
    return floats(variance), np.where(spent > 0, variance**2 / spent, np.inf)


@quiet
def summed_spread(variance: ArrayLike, degrees: ArrayLike) -> tuple[Floats, Floats]:
    """Variance of the sum of independent rate effects, and its degrees of freedom (Satterthwaite 1946)."""
    each, df = floats(variance), floats(degrees)
    total = each.sum()
    spent = (each**2 / df).sum()
    return floats(total), np.where(spent > 0, total**2 / spent, np.inf)


@quiet
def around(effect: ArrayLike, variance: ArrayLike, degrees: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Interval of an effect: normal, or Student's t where it has degrees of freedom; nan where there is no variance to go by."""
    spread = floats(variance)
    half = np.where(spread > 0, student_quantile(confidence, degrees) * np.sqrt(spread), np.nan)
    return floats(effect) - half, floats(effect) + half


def _spent(variance: Floats, df: ArrayLike | None) -> Floats:
    """A variance's part in Satterthwaite's denominator: nought where it counts as known."""
    if df is None:
        return np.zeros(variance.shape)
    degrees = floats(df)
    return np.where(np.isnan(degrees), 0.0, variance**2 / np.maximum(degrees, 1e-9))
