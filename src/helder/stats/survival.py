"""How long something lasts, of which some goes on still and some was only seen from a later age on: Kaplan and Meier's curve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from helder.errors import BadInput
from helder.stats.distributions import Floats, floats, normal_quantile, quiet


@dataclass(frozen=True)
class Survival:
    """The share that lasts longer than each age at which one ended (Kaplan and Meier 1958).

    ages: in order. at_risk, ended: at each age, how many were seen that could end, and how many did. surviving: beyond each
    age. longest: the highest age seen. late: the rate of ending per unit of age, from the age by which half of the ends are past,
    and late_ended the ends it rests on.
    """

    ages: Floats
    at_risk: Floats
    ended: Floats
    surviving: Floats
    longest: float
    late: float
    late_ended: float

    @classmethod
    def of(cls, left: ArrayLike, ended: ArrayLike, entered: ArrayLike = 0.0) -> Self:
        """The curve of some lives, one entry each.

        left: the age at which it ended, or was last seen. ended: whether it did. entered: the age from which on it was seen, 0
        where from its beginning. At one age, ends come before those last seen there, and who enters there comes after; what
        ended at the very age it was first seen was never in view.
        Raises BadInput for a life left before it was entered, or where there is none.
        """
        last, began = np.broadcast_arrays(np.atleast_1d(floats(left)), floats(entered))
        ends = np.broadcast_to(np.asarray(ended, dtype=np.bool_), last.shape)
        bad = ~((last >= began) & (began >= 0) & np.isfinite(last))
        if bad.any() or not len(last):
            raise BadInput(
                f"A life from age {began[bad][0]:g} to {last[bad][0]:g} cannot be."
                if bad.any()
                else "There is nothing to follow.",
                where="survival",
                fix="Give for each the age at which it was last seen, no lower than that from which it was seen.",
            )
        before = np.where(began > 0, began, -1.0)  # who is seen from the beginning is in view at age 0
        ended_at = last[ends & (last > before)]
        ages, number = np.unique(ended_at, return_counts=True)
        in_view = np.searchsorted(np.sort(before), ages, side="left") - np.searchsorted(np.sort(last), ages, side="left")
        surviving = np.cumprod(1 - number / in_view)
        since = float(np.median(ended_at)) if len(ended_at) else 0.0
        seen = float(np.sum(np.maximum(last - np.maximum(began, since), 0.0)))
        late_ended = float(number[ages >= since].sum())
        late = late_ended / seen if seen else 0.0
        return cls(ages, floats(in_view), floats(number), floats(surviving), float(last.max()), late, late_ended)

    def at(self, age: ArrayLike) -> Floats:
        """The share that lasts longer than an age; beyond the highest seen, falling at the late rate."""
        asked = floats(age)
        steps = np.r_[1.0, self.surviving][np.searchsorted(self.ages, np.minimum(asked, self.longest), side="right")]
        return floats(steps * np.exp(-self.late * np.maximum(asked - self.longest, 0.0)))

    @property
    def spread(self) -> Floats:
        """Greenwood's variance of the logarithm of the share, what each age adds to it; infinite where all end."""
        with np.errstate(divide="ignore"):
            return floats(self.ended / (self.at_risk * (self.at_risk - self.ended)))

    @quiet
    def interval(self, confidence: float) -> tuple[Floats, Floats]:
        """Low and high of the share beyond each age: Greenwood's (1926), on the scale log(-log), so within 0 and 1."""
        log = np.log(self.surviving)
        half = normal_quantile(confidence) * np.sqrt(np.cumsum(self.spread)) / -log
        low, high = np.exp(log * np.exp(half)), np.exp(log * np.exp(-half))
        return np.where(self.surviving > 0, low, np.nan), np.where(self.surviving > 0, high, np.nan)

    def expected(self, age: ArrayLike, horizon: float, discount: float) -> tuple[Floats, Floats]:
        """The expected time that something of an age lasts within the horizon, discounted, and its standard error.

        discount: the rate at which what comes later counts less, continuously. The error is by the delta method, from Greenwood's
        variance of the curve and the Poisson variance of the late rate beyond it.
        """
        ages = np.atleast_1d(floats(age))
        known = np.where(np.isfinite(self.spread), self.spread, 0.0)
        areas = self._area(self.ages, discount)
        sums = (np.r_[0.0, np.cumsum(known * areas**power)] for power in range(3))
        until = ages + horizon
        first, last = (np.searchsorted(self.ages, edge, side="right") for edge in (ages, until))
        none, one, two = (total[last] - total[first] for total in sums)
        to_end = self._area(until, discount)
        variance = self._scale(ages, discount) ** 2 * np.maximum(to_end**2 * none - 2 * to_end * one + two, 0.0)
        if self.late_ended:
            more, less = (replace(self, late=self.late * (1 + step))._lasting(ages, horizon, discount) for step in (1e-4, -1e-4))
            variance = variance + ((more - less) / 2e-4) ** 2 / self.late_ended
        return self._lasting(ages, horizon, discount), floats(np.sqrt(variance))

    def _lasting(self, ages: Floats, horizon: float, discount: float) -> Floats:
        return floats(self._scale(ages, discount) * (self._area(ages + horizon, discount) - self._area(ages, discount)))

    def _scale(self, ages: Floats, discount: float) -> Floats:
        """What makes areas below the curve from age 0 ones of what is there at these ages."""
        now = self.at(ages)
        return np.divide(np.exp(discount * ages), now, out=np.zeros_like(now), where=now > 0)

    def _area(self, until: Floats, discount: float) -> Floats:
        """The area below the discounted curve from age 0."""
        borders = np.unique(np.r_[0.0, self.ages, self.longest])
        share = self.at(borders)
        steps = np.r_[0.0, np.cumsum(share[:-1] * _discounted(borders[:-1], borders[1:], discount))]
        at = np.minimum(np.searchsorted(borders, until, side="right") - 1, len(borders) - 1)
        within = share[at] * _discounted(borders[at], np.clip(until, borders[at], self.longest), discount)
        rate = self.late + discount
        beyond = np.maximum(until - self.longest, 0.0)
        tail = share[-1] * np.exp(-discount * self.longest) * (-np.expm1(-rate * beyond) / rate if rate else beyond)
        return floats(steps[at] + np.where(until <= self.longest, within, 0.0) + tail)


def _discounted(start: Floats, end: Floats, discount: float) -> Floats:
    """The integral of exp(-discount t) from start to end."""
    return floats(np.exp(-discount * start) * -np.expm1(-discount * (end - start)) / discount if discount else end - start)
