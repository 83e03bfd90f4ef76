"""Gamma-Gamma (Fader and Hardie 2013): what a customer's purchases are worth, drawn from Gamma(p, v) about a mean of their own.

The rate v of each customer is itself drawn from Gamma(q, gamma); `v` here is that gamma, as in the published tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from helder.errors import BadInput
from helder.stats.distributions import Floats, floats
from helder.stats.histories import distinct
from helder.stats.likelihood import maximise
from helder.stats.purchasing import Fitted


@dataclass(frozen=True)
class GammaGamma:
    """Gamma-Gamma. v is an amount; p and q are pure numbers."""

    p: float
    q: float
    v: float
    title: ClassVar[str] = "Gamma-Gamma"

    @property
    def logs(self) -> Floats:
        """Logarithms of the parameters."""
        return np.log([self.p, self.q, self.v])

    @classmethod
    def at(cls, logs: Floats) -> Self:
        """The model with these logarithms of its parameters."""
        return cls(*np.exp(logs).tolist())

    def score(self, x: Floats, mean: Floats) -> tuple[Floats, Floats]:
        """The log-likelihood of each customer, and its derivatives by the logarithms of the parameters (parameters first)."""
        from scipy.special import gammaln, psi

        p, q, v = self.p, self.q, self.v
        (times,), place = distinct(x)
        total = x * mean
        sums, shape = np.log(v + total), p * x + q
        own = gammaln(p * times + q) - gammaln(p * times) - gammaln(q) + q * np.log(v)
        each = own[place] + p * x * np.log(total) - np.log(mean) - shape * sums
        digamma = psi(p * times + q)
        by_p = (times * (digamma - psi(p * times)))[place] + x * (np.log(total) - sums)
        by_q = (digamma - psi(q) + np.log(v))[place] - sums
        by_v = q / v - shape / (v + total)
        return each, np.array([p * by_p, q * by_q, v * by_v])

    def mean_value(self, x: ArrayLike, mean: ArrayLike) -> Floats:
        """The expected worth of a purchase of each customer: between their own mean and everybody's, p v / (q - 1).

        x: purchases of known worth, 0 where there is none. Raises BadInput where the mean over everybody is infinite.
        """
        if self.q <= 1:
            raise BadInput(
                f"The worth of a purchase has no mean by the Gamma-Gamma model (q is {self.q:.3g}).",
                where=self.title,
                fix="See whether a few orders are enormous: large customers are better predicted apart.",
            )
        bought = floats(x)
        worth = np.where(bought > 0, floats(mean), 0.0)
        return floats(self.p * (self.v + bought * worth) / (self.p * bought + self.q - 1))

    def by_logs(self, x: ArrayLike, mean: ArrayLike) -> Floats:
        """Derivatives of the logarithm of `mean_value` by the logarithms of the parameters (parameters first)."""
        bought = floats(x)
        total, shape = bought * np.where(bought > 0, floats(mean), 0.0), self.p * bought + self.q - 1
        return np.array([1 - self.p * bought / shape, -self.q / shape, self.v / (self.v + total)])

    @classmethod
    def fit(cls, x: ArrayLike, mean: ArrayLike) -> Fitted[Self]:
        """The model whose likelihood is largest over customers with a purchase of known worth, above 0.

        x: purchases of known worth of each customer, 1 or more. mean: their mean worth.
        Raises BadInput where there is no such model.
        """
        bought, worth = np.atleast_1d(floats(x)), np.atleast_1d(floats(mean))
        if not (len(bought) and np.all(bought >= 1) and np.all(worth > 0)):
            raise BadInput(
                "The Gamma-Gamma model is made of customers with a purchase of known worth, above 0.",
                where=cls.title,
                fix="Leave out those without.",
            )
        unit = float(np.mean(worth))
        scaled = worth / unit

        def objective(logs: Floats) -> tuple[float, Floats]:
            each, gradient = cls.at(logs).score(bought, scaled)
            return float(each.mean()), gradient.mean(axis=1)

        starts = [np.log(start) for start in ((4.0, 4.0, 0.75), (1.5, 3.0, 1.3), (10.0, 10.0, 0.9))]
        found = maximise(objective, starts, len(bought), cls.title)
        logs = found.logs + np.log(unit) * np.array([0.0, 0.0, 1.0])
        return Fitted(cls.at(logs), replace(found, logs=logs, log_likelihood=float(cls.at(logs).score(bought, worth)[0].sum())))
