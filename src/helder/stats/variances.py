"""Variances of estimates, from the same parts as their values: what a test of a difference needs.

Every function takes arrays that broadcast, gives an array, and gives nan where there is not enough data.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from helder.stats.distributions import Floats, floats, quiet


@quiet
def share(successes: ArrayLike, n: ArrayLike) -> Floats:
    """Variance of a share, as if one success and one failure more were seen, so that none of n is not certainty.

    Two shares of equal n are so tested as Agresti and Caffo (2000) do.
    """
    k, count = floats(successes), floats(n)
    usable = (count > 0) & (k >= 0) & (k <= count)
    p = (k + 1) / (count + 2)
    return np.where(usable, p * (1 - p) * (count + 2) / count**2, np.nan)


@quiet
def net_share(plus: ArrayLike, minus: ArrayLike, n: ArrayLike) -> Floats:
    """Variance of a net share in fractions, as if three answers more were seen, as its interval adds them (Rocks 2016)."""
    count = floats(n)
    return padded_net_share(plus, minus, n)[1] * ((count + 3) / count) ** 2


@quiet
def padded_net_share(plus: ArrayLike, minus: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """The net share and its variance after adding 3/4 for, 3/4 against and 3/2 neither; nan where there are no answers."""
    up, down, count = floats(plus), floats(minus), floats(n)
    usable = (count > 0) & (up >= 0) & (down >= 0) & (up + down <= count)
    padded = np.where(usable, count + 3, np.nan)
    p, d = (up + 0.75) / padded, (down + 0.75) / padded
    return p - d, (p + d - (p - d) ** 2) / padded


@quiet
def mean(n: ArrayLike, total: ArrayLike, squares: ArrayLike) -> Floats:
    """Variance of a mean, from n, the sum and the sum of squares; nan below two rows.

    Sums that are whole numbers below 2**53 lose nothing; otherwise a spread under some 1e-8 of the values' size is not resolved.
    """
    count = floats(n)
    spread = np.maximum(_centred(count, squares, total, total), 0.0)
    return np.where(count >= 2, spread / (count - 1) / count, np.nan)


@quiet
def ratio(n: ArrayLike, y: ArrayLike, x: ArrayLike, yy: ArrayLike, xx: ArrayLike, xy: ArrayLike) -> Floats:
    """Variance of sum(y) / sum(x) over n rows, by the delta method, from the five sums; nan below two rows or where x is 0."""
    count, below = floats(n), floats(x)
    r = floats(y) / below
    residual = _centred(count, yy, y, y) - 2 * r * _centred(count, xy, x, y) + r**2 * _centred(count, xx, x, x)
    usable = (count >= 2) & (below != 0)
    return np.where(usable, count / (count - 1) * np.maximum(residual, 0.0) / below**2, np.nan)


def count(k: ArrayLike) -> Floats:
    """Variance of a count of independent events: the count (Poisson)."""
    events = floats(k)
    return np.where(events >= 0, events, np.nan)


def compound(squares: ArrayLike) -> Floats:
    """Variance of a sum over a random number of independent events: the sum of squares (compound Poisson); nan where it is 0."""
    spread = floats(squares)
    return np.where(spread > 0, spread, np.nan)


@quiet
def quotient(a: ArrayLike, var_a: ArrayLike, b: ArrayLike, var_b: ArrayLike) -> Floats:
    """Variance of a / b of two independent totals, by the delta method; nan where b is 0."""
    below = floats(b)
    return np.where(below != 0, (floats(var_a) + (floats(a) / below) ** 2 * floats(var_b)) / below**2, np.nan)


def _centred(n: Floats, ab: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """Sum of products about the means, ab - a b / n, as (n ab - a b) / n with both products kept exactly, in two pieces each."""
    high1, low1 = _product(n, floats(ab))
    high2, low2 = _product(floats(a), floats(b))
    return ((high1 - high2) + (low1 - low2)) / n


def _product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """a b as its rounded value and the exact error of the rounding (Dekker 1971)."""
    product = a * b
    a_high, b_high = _leading_half(a), _leading_half(b)
    a_low, b_low = a - a_high, b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def _leading_half(a: Floats) -> Floats:
    shifted = a * 134217729.0  # 2**27 + 1 leaves the upper 26 of 53 bits (Veltkamp)
    return shifted - (shifted - a)
