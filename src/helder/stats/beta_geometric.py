"""BG/NBD (Fader, Hardie and Lee 2005) and MBG/NBD (Batislam, Denizel and Filiztekin 2007).

A customer buys at a rate drawn from Gamma(r, alpha), and leaves after a purchase with a chance drawn from Beta(a, b). The
modified model lets them leave after the very first purchase too; in the first, who bought once is sure to be there still.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from helder.stats.distributions import Floats, floats, quiet
from helder.stats.histories import Histories, distinct
from helder.stats.hypergeometric import hypergeometric
from helder.stats.purchasing import PurchaseModel, over_horizon


@dataclass(frozen=True)
class BetaGeometric(PurchaseModel):
    """BG/NBD. alpha is a time; r, a and b are pure numbers."""

    r: float
    alpha: float
    a: float
    b: float
    title: ClassVar[str] = "BG/NBD"
    timed: ClassVar[tuple[str, ...]] = ("alpha",)
    starts: ClassVar[tuple[tuple[float, ...], ...]] = ((0.7, 0.7, 0.7, 2.0), (1.0, 1.0, 0.2, 5.0), (3.0, 3.0, 3.0, 10.0))
    #: Chances to leave beside those after each purchase that came after the first.
    first: ClassVar[int] = 0

    @quiet
    def _leaving(self, x: Floats, t_x: Floats) -> Floats:
        """Logarithm of the likelihood of having left at the last purchase, less what both ways share."""
        chance = np.log(self.a) - np.log(np.maximum(self.b + x + self.first - 1, 1e-300))
        return np.where(x + self.first > 0, chance - (self.r + x) * np.log(self.alpha + t_x), -np.inf)

    def score(self, histories: Histories) -> tuple[Floats, Floats]:
        from scipy.special import betaln, gammaln, psi

        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        x, t_x, age = histories.x, histories.t_x, histories.age
        stays = x + self.first
        staying, leaving = -(r + x) * np.log(alpha + age), self._leaving(x, t_x)
        either = np.logaddexp(staying, leaving)
        # Of x alone there are few different values.
        (n,), place = distinct(x)
        kept = n + self.first
        each = (gammaln(r + n) - gammaln(r) + r * np.log(alpha) + betaln(a, b + kept) - betaln(a, b))[place] + either
        gone = np.exp(leaving - either)
        left = 1 - gone
        every = (psi(a + b) - psi(a + b + kept))[place]
        last = np.where(stays > 0, b + stays - 1, 1.0)
        by_r = (psi(r + n) - psi(r) + np.log(alpha))[place] - left * np.log(alpha + age) - gone * np.log(alpha + t_x)
        by_alpha = r / alpha - (r + x) * (left / (alpha + age) + gone / (alpha + t_x))
        by_b = (psi(b + kept) - psi(b))[place] + every - gone / last
        return each, np.array([r * by_r, alpha * by_alpha, a * every + gone, b * by_b])

    def alive(self, x: ArrayLike, t_x: ArrayLike, age: ArrayLike) -> Floats:
        from scipy.special import expit

        bought = floats(x)
        return floats(expit(-(self.r + bought) * np.log(self.alpha + floats(age)) - self._leaving(bought, floats(t_x))))

    def while_alive(self, x: Floats, age: Floats, horizon: float, discount: float) -> Floats:
        """At (r + x) / (alpha + age) 2F1(r + x + 1, a; c; -t / (alpha + age)), by one of Pfaff's forms."""
        c = self.a + self.b + x + self.first
        rest = self.a + self.b + self.first - 1 - self.r
        # The first form is bounded where a is the smaller, and loses digits where its terms change sign.
        bounded = (self.a <= self.r + x + 1) & (rest > -20)
        power = np.where(bounded, self.a, self.r + x + 1)
        other = np.where(bounded, rest, self.b + x + self.first)

        def rate(u: Floats) -> Floats:
            return floats((self.r + x) * np.exp(u * (1 - power)) * hypergeometric(other, power, c, -np.expm1(-u)))

        return over_horizon(rate, self.alpha + age, horizon, discount)


@dataclass(frozen=True)
class ModifiedBetaGeometric(BetaGeometric):
    """MBG/NBD."""

    title: ClassVar[str] = "MBG/NBD"
    first: ClassVar[int] = 1
