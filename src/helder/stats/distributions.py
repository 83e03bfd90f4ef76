"""The few quantiles and tails of distributions that intervals and tests need.

The normal ones need the standard library only. The others import scipy.special when first called: it takes longer to import than
all of `helder`, and most questions never need it.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helder.errors import BadQuestion

Floats: TypeAlias = NDArray[np.float64]

#: Decorates what divides by the n of cells that may be empty: those come out as nan, without a warning.
quiet = np.errstate(all="ignore")

_erfc = np.frompyfunc(math.erfc, 1, 1)


def floats(values: ArrayLike) -> Floats:
    """Values as an array of float64."""
    return np.asarray(values, dtype=np.float64)


def upper_tail(confidence: float) -> float:
    """What a two-sided interval leaves beyond each end: 0.025 for 0.95. Raises BadQuestion unless 0 < confidence < 1."""
    if not 0 < confidence < 1:
        raise BadQuestion(
            f"The confidence must lie between 0 and 1, not at {confidence}.",
            where="confidence",
            fix="Give 0.95 for 95 %.",
        )
    return (1 - confidence) / 2


def normal_quantile(confidence: float) -> float:
    """The z with `confidence` of a standard normal between -z and z: 1.96 for 0.95."""
    from statistics import NormalDist

    return -NormalDist().inv_cdf(upper_tail(confidence))


def student_quantile(confidence: float, df: ArrayLike) -> Floats:
    """The t with `confidence` of Student's t between -t and t, for each number of degrees of freedom; nan below 1."""
    from scipy import special

    degrees = floats(df)
    return np.where(degrees >= 1, -special.stdtrit(degrees, upper_tail(confidence)), np.nan)


def poisson_means(confidence: float, k: ArrayLike) -> tuple[Floats, Floats]:
    """The Poisson means under which a count as high as k, and one as low, has the chance an interval leaves beyond an end."""
    from scipy import special

    tail, counts = upper_tail(confidence), floats(k)
    return np.where(counts == 0, 0.0, special.gammaincinv(counts, tail)), floats(special.gammainccinv(counts + 1, tail))


def normal_tails(z: ArrayLike) -> Floats:
    """The chance of a standard normal at least as far from 0 as z, on either side."""
    return floats(_erfc(np.abs(floats(z)) / math.sqrt(2)))


def student_tails(t: ArrayLike, df: ArrayLike) -> Floats:
    """The chance of Student's t at least as far from 0 as t, on either side; df may be infinite, which is the normal."""
    from scipy import special

    distance, degrees = np.broadcast_arrays(np.abs(floats(t)), floats(df))
    return np.where(np.isinf(degrees), normal_tails(distance), 2 * special.stdtr(degrees, -distance))
