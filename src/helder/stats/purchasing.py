"""What the models of when customers buy have in common: an unseen rate of buying, and an unseen end of it.

Time is in one unit throughout (weeks, say), and rates and discounts are per that unit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import ClassVar, Generic, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from helder.stats.distributions import Floats, floats
from helder.stats.histories import Histories, distinct
from helder.stats.likelihood import Maximum, maximise

#: Nodes and weights on -1 to 1; in the logarithm of time the integrands are so smooth that these give ten digits.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


Model = TypeVar("Model")


@dataclass(frozen=True)
class Fitted(Generic[Model]):
    """A model whose parameters fit the histories best, and how surely they are known."""

    model: Model
    maximum: Maximum


@dataclass(frozen=True)
class PurchaseModel(ABC):
    """How purchases come about over many customers. The fields of a model are its parameters, all positive.

    timed: the parameters that are times, which change with the unit. starts: where the search for the best begins, in units of
    the mean time since the first purchase.
    """

    title: ClassVar[str]
    timed: ClassVar[tuple[str, ...]]
    starts: ClassVar[tuple[tuple[float, ...], ...]]

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(field.name for field in fields(cls))

    @property
    def logs(self) -> Floats:
        """Logarithms of the parameters."""
        return np.log([getattr(self, name) for name in self.parameters()])

    @classmethod
    def at(cls, logs: Floats) -> Self:
        """The model with these logarithms of its parameters."""
        return cls(*np.exp(logs).tolist())

    @abstractmethod
    def score(self, histories: Histories) -> tuple[Floats, Floats]:
        """The log-likelihood of each history, and its derivatives by the logarithms of the parameters (parameters first)."""

    @abstractmethod
    def alive(self, x: ArrayLike, t_x: ArrayLike, age: ArrayLike) -> Floats:
        """The chance that each customer still buys at this age."""

    @abstractmethod
    def while_alive(self, x: Floats, age: Floats, horizon: float, discount: float) -> Floats:
        """Expected purchases over the horizon from this age of customers who buy still; see `purchases`."""

    def purchases(self, x: ArrayLike, t_x: ArrayLike, age: ArrayLike, horizon: float, discount: float = 0.0) -> Floats:
        """Expected purchases of each customer over the horizon from this age.

        discount: the rate at which what comes later counts less, continuously: exp(-discount t).
        """
        columns = np.broadcast_arrays(*(np.atleast_1d(floats(values)) for values in (x, t_x, age)))
        (pair_x, pair_age), place = distinct(columns[0].ravel(), columns[2].ravel())
        found = self.while_alive(pair_x, pair_age, horizon, discount)[place].reshape(columns[0].shape)
        return floats(self.alive(*columns) * found)

    @classmethod
    def fit(cls, histories: Histories) -> Fitted[Self]:
        """The model whose likelihood is largest. Raises BadInput where none is."""
        unit = float(np.average(histories.age, weights=histories.number)) or 1.0
        scaled, share = histories.in_units(unit), histories.number / histories.number.sum()

        def objective(logs: Floats) -> tuple[float, Floats]:
            each, gradient = cls.at(logs).score(scaled)
            return float(share @ each), gradient @ share

        often = max(float(share @ histories.x), 0.01)
        starts = [np.log(start) - _is(cls, "alpha") * np.log(often) for start in cls.starts]
        found = maximise(objective, starts, histories.number.sum(), cls.title)
        logs = found.logs + np.log(unit) * _is(cls, *cls.timed)
        model = cls.at(logs)
        return Fitted(model, replace(found, logs=logs, log_likelihood=float(histories.number @ model.score(histories)[0])))


def _is(model: type[PurchaseModel], *names: str) -> Floats:
    """1 for the parameters of these names, 0 for the others."""
    return floats([name in names for name in model.parameters()])


def over_horizon(rate: Callable[[Floats], Floats], scale: Floats, horizon: float, discount: float) -> Floats:
    """The integral of a rate over the horizon, discounted; `rate` is per unit of u, where t = scale (exp(u) - 1)."""
    half = np.log1p(horizon / scale) / 2
    found = np.zeros_like(scale)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        u = half * (1 + node)
        found += weight * half * rate(u) * np.exp(-discount * scale * np.expm1(u))
    return found
