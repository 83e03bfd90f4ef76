"""How numbers of things spread about what is expected of them."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

_NONE = 1e-9


class Spread(ABC):
    """A distribution of whole numbers from 0."""

    @abstractmethod
    def up_to(self, count: float) -> float:
        """The chance of at most that many."""

    def two_sided(self, count: float) -> float:
        """Twice the chance of one as far out, on its side; nan for nan."""
        if math.isnan(count):
            return math.nan
        return min(1.0, 2 * min(self.up_to(count), 1.0 - self.up_to(count - 1)))

    def quantile(self, chance: float) -> float:
        """The least number that is not exceeded with that chance."""
        low, high = -1, 1
        while self.up_to(high) < chance:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.up_to(middle) >= chance else (middle, high)
        return float(high)


@dataclass(frozen=True)
class Counted(Spread):
    """Counts of a mean and a variance: negative binomial, or Poisson where the variance is not above the mean."""

    mean: float
    variance: float

    def up_to(self, count: float) -> float:
        from scipy import special

        if count < 0:
            return 0.0
        whole = math.floor(count)
        if self.variance <= self.mean * (1 + _NONE):
            return float(special.gammaincc(whole + 1, self.mean))
        size = self.mean**2 / (self.variance - self.mean)
        return float(special.betainc(size, whole + 1, size / (size + self.mean)))


@dataclass(frozen=True)
class OfRows(Spread):
    """Hits among some rows, whose share has a mean and a variance: beta-binomial, or binomial where chance suffices."""

    rows: int
    mean: float
    variance: float

    def up_to(self, count: float) -> float:
        from scipy import special

        whole = math.floor(count)
        if whole < 0 or whole >= self.rows:
            return 0.0 if whole < 0 else 1.0
        chance = self.mean * (1 - self.mean)
        alike = min((self.variance * self.rows / chance - 1) / max(self.rows - 1, 1), 0.99)
        if alike <= _NONE:
            return float(special.bdtr(whole, self.rows, self.mean))
        a, b = self.mean * (1 - alike) / alike, (1 - self.mean) * (1 - alike) / alike
        hits = np.arange(whole + 1)
        choices = -special.betaln(hits + 1, self.rows - hits + 1) - math.log(self.rows + 1)
        return min(1.0, float(np.exp(choices + special.betaln(hits + a, self.rows - hits + b) - special.betaln(a, b)).sum()))
