"""Tests of a difference between two periods or groups: two-sided p, nan where it cannot be known, and their correction for many.

Every function takes arrays that broadcast and gives an array. The groups are taken to be independent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helder.stats.distributions import Floats, floats, normal_tails, quiet, student_tails


@quiet
def difference(
    value1: ArrayLike,
    var1: ArrayLike,
    value0: ArrayLike,
    var0: ArrayLike,
    df1: ArrayLike | None = None,
    df0: ArrayLike | None = None,
) -> Floats:
    """p of two estimates with known variances: z, or Welch's t where degrees of freedom (n - 1 for means and ratios) are given.

    One group's degrees may be left out, which takes its variance as exact. nan where both variances are 0.
    """
    variance1, variance0 = floats(var1), floats(var0)
    variance = variance1 + variance0
    z = np.where(variance > 0, (floats(value1) - floats(value0)) / np.sqrt(variance), np.nan)
    if df1 is None and df0 is None:
        return normal_tails(z)
    return student_tails(z, variance**2 / (_spent(variance1, df1) + _spent(variance0, df0)))


def benjamini_hochberg(p: ArrayLike, level: float = 0.05) -> tuple[Floats, NDArray[np.bool_]]:
    """The p of one table adjusted for their number (Benjamini and Hochberg 1995), and which are significant at `level`.

    Of those significant at 0.05, one in twenty is expected to be chance. nan is no test: it is not counted and stays nan.
    """
    raw = floats(p)
    adjusted = np.full(raw.shape, np.nan)
    tested = ~np.isnan(raw)
    values = raw[tested]
    order = np.argsort(values)[::-1]
    scaled = values[order] * (len(values) / np.arange(len(values), 0, -1))
    fitted = np.empty(len(values))
    fitted[order] = np.minimum(1.0, np.minimum.accumulate(scaled))
    adjusted[tested] = fitted
    return adjusted, tested & (adjusted <= level)


def _spent(variance: Floats, df: ArrayLike | None) -> Floats:
    """A group's part in Satterthwaite's denominator; nan where its degrees are below 1."""
    if df is None:
        return np.zeros(variance.shape)
    degrees = floats(df)
    return np.where(degrees >= 1, variance**2 / degrees, np.nan)
