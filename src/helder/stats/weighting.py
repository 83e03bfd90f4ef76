"""Weighted answers: how many unweighted ones they are worth.

A weighted share is taken as a share of that many answers, so that its interval and its tests are those of shares: within 0
and 1, and not a single point where all agree. The effective number is that of Korn and Graubard (1998): the variance of one
answer over the linearised variance of the weighted share; where that is 0, as all agree, it is Kish's (1965), by the weights
alone. It is never more than the number of answers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from helder.stats.distributions import Floats, floats, quiet


class Effective(NamedTuple):
    """Unweighted answers worth as much as the weighted ones: how many, how many of them for, and how many against."""

    n: Floats
    plus: Floats
    minus: Floats


@quiet
def effective(
    n: ArrayLike,
    weight: ArrayLike,
    squares: ArrayLike,
    plus: ArrayLike,
    plus_squares: ArrayLike,
    minus: ArrayLike = 0.0,
    minus_squares: ArrayLike = 0.0,
) -> Effective:
    """What n weighted answers are worth; nan where there are none. Arrays broadcast.

    weight, squares: the sum and the sum of squares of the weights; plus, minus: of the weights of those for and against.
    """
    whole, spread = floats(weight), floats(squares)
    up = np.clip(floats(plus) / whole, 0.0, 1.0)  # the sums may differ in their last digit
    down = np.clip(floats(minus) / whole, 0.0, 1.0 - up)
    net = up - down
    neither = np.maximum(spread - floats(plus_squares) - floats(minus_squares), 0.0)
    linearised = floats(plus_squares) * (1 - net) ** 2 + floats(minus_squares) * (1 + net) ** 2 + neither * net**2
    of_one = up + down - net**2
    agreed = of_one < 1e-12
    worth = np.where(agreed, whole**2 / spread, of_one * whole**2 / linearised)
    worth = np.where(whole > 0, np.minimum(worth, floats(n)), np.nan)
    return Effective(worth, up * worth, down * worth)
