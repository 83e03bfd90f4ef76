"""Pareto/NBD (Schmittlein, Morrison and Colombo 1987).

A customer buys at a rate drawn from Gamma(r, alpha), for a time that is exponential with a rate drawn from Gamma(s, beta).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from helder.stats.distributions import Floats, floats, quiet
from helder.stats.histories import Histories, distinct
from helder.stats.hypergeometric import hypergeometric_of_one
from helder.stats.purchasing import PurchaseModel, over_horizon

_STEP = 1e-5


@dataclass(frozen=True)
class ParetoNBD(PurchaseModel):
    """Pareto/NBD. alpha and beta are times; r and s are pure numbers."""

    r: float
    alpha: float
    s: float
    beta: float
    title: ClassVar[str] = "Pareto/NBD"
    timed: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    starts: ClassVar[tuple[tuple[float, ...], ...]] = ((0.7, 0.7, 0.7, 0.5), (1.0, 1.0, 1.0, 2.0), (3.0, 3.0, 0.3, 1.0))

    def _after(self, x: Floats, t: Floats) -> Floats:
        """Logarithm of s times the integral of (alpha + w)^-(r + x) (beta + w)^-(s + 1) over w from t on.

        By Euler's form of the hypergeometric function, whose terms are all positive.
        """
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        total = r + s + x
        if alpha >= beta:
            rest = hypergeometric_of_one(r + x, total + 1, (alpha - beta) / (alpha + t))
            powers = (r + x) * np.log(alpha + t) + s * np.log(beta + t)
        else:
            rest = hypergeometric_of_one(floats(s + 1), total + 1, (beta - alpha) / (beta + t))
            powers = (r + x - 1) * np.log(alpha + t) + (s + 1) * np.log(beta + t)
        return floats(np.log(s) - np.log(total) - powers + np.log(rest))

    @quiet
    def _leaving(self, x: Floats, t_x: Floats, age: Floats) -> tuple[Floats, Floats, Floats]:
        """Logarithms of the likelihood of having left at any time after the last purchase, and of its two terms."""
        (pair_x, pair_t), place = distinct(np.r_[x, x], np.r_[t_x, age])
        since, until = np.split(self._after(pair_x, pair_t)[place], 2)
        return since + np.log1p(-np.exp(np.minimum(until - since, 0.0))), since, until

    def score(self, histories: Histories) -> tuple[Floats, Floats]:
        from scipy.special import gammaln, psi

        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        x, t_x, age = histories.x, histories.t_x, histories.age
        staying = -(r + x) * np.log(alpha + age) - s * (np.log(beta + age) - np.log(beta))
        leaving, since, until = (part + s * np.log(beta) for part in self._leaving(x, t_x, age))
        either = np.logaddexp(staying, leaving)
        each = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + either
        left, from_last, to_end = np.exp(staying - either), np.exp(since - either), np.exp(until - either)
        by_logs = self._after_by_logs(x, t_x, age)
        alive_longer, here = np.log((beta + age) / beta), -r * np.log(alpha + age)
        gradient = left * np.array(
            [here, -(r + x) * alpha / (alpha + age), -s * alive_longer, s * (1 - beta / (beta + age))],
        )
        own = np.array([np.zeros_like(x), np.zeros_like(x), np.full_like(x, s * np.log(beta)), np.full_like(x, s)])
        gradient += from_last * (by_logs[0] + own) - to_end * (by_logs[1] + own)
        gradient[0] += r * (psi(r + x) - psi(r) + np.log(alpha))
        gradient[1] += r
        return each, gradient

    def _after_by_logs(self, x: Floats, t_x: Floats, age: Floats) -> tuple[Floats, Floats]:
        """Derivatives of `_after` at t_x and at the age by the logarithms of the parameters, from differences over the pairs."""
        (pair_x, pair_t), place = distinct(np.r_[x, x], np.r_[t_x, age])
        logs = self.logs
        found = np.array([
            (self.at(logs + step)._after(pair_x, pair_t) - self.at(logs - step)._after(pair_x, pair_t)) / (2 * _STEP)
            for step in np.eye(4) * _STEP
        ])[:, place]  # fmt: skip
        return found[:, : len(x)], found[:, len(x) :]

    def alive(self, x: ArrayLike, t_x: ArrayLike, age: ArrayLike) -> Floats:
        from scipy.special import expit

        columns = np.broadcast_arrays(*(floats(values) for values in (x, t_x, age)))
        bought, last, now = (column.ravel() for column in columns)
        staying = -(self.r + bought) * np.log(self.alpha + now) - self.s * np.log(self.beta + now)
        return floats(expit(staying - self._leaving(bought, last, now)[0])).reshape(columns[0].shape)

    def while_alive(self, x: Floats, age: Floats, horizon: float, discount: float) -> Floats:
        """At (r + x) / (alpha + age) ((beta + age) / (beta + age + t))^s."""
        (ages,), place = distinct(age)
        lasting = over_horizon(lambda u: np.exp(u * (1 - self.s)), self.beta + ages, horizon, discount) * (self.beta + ages)
        return floats((self.r + x) / (self.alpha + age) * lasting[place])
