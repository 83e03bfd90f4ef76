"""Forms of state: how much there is at a moment, and who of those at the start is left at the end.

Their facts are moves: rows that say what entered and what left, each at its time. The state is the sum of all moves up
to the moment, so it is right for every period of a question by one scan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided
from helder.stats import intervals, variances
from helder.stats.distributions import normal_quantile

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The confidence of the intervals that models store.
_STORED = 0.95


@dataclass(frozen=True, eq=False)
class Stock(Form):
    """Entered and not left by the end of the period. n is the number that ever entered. Interval: Poisson."""

    enters: Any
    leaves: Any
    accumulates: ClassVar[bool] = True

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        return {
            "entered": Part("count", counted & bind(fact, self.enters)),
            "left": Part("count", counted & bind(fact, self.leaves)),
        }

    def accumulate(self, parts: Parts) -> dict[str, Numbers]:
        return {name: np.cumsum(part, axis=-1) for name, part in parts.items()}

    def figures(self, parts: Parts) -> Figures:
        stock = np.where(parts["entered"] > 0, parts["entered"] - parts["left"], np.nan)
        return Figures(stock, parts["entered"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return intervals.count(self.figures(parts).value, confidence)

    def variance(self, parts: Parts) -> Numbers:
        return variances.count(self.figures(parts).value)


@dataclass(frozen=True, eq=False)
class Present(Stock):
    """In at the period's start. n is that number. Interval: Poisson."""

    def accumulate(self, parts: Parts) -> dict[str, Numbers]:
        """A row that enters is in at the start of its period; one that leaves still was."""
        return {"entered": np.cumsum(parts["entered"], axis=-1), "left": np.cumsum(parts["left"], axis=-1) - parts["left"]}

    def figures(self, parts: Parts) -> Figures:
        stock = super().figures(parts).value
        return Figures(stock, np.nan_to_num(stock))


@dataclass(frozen=True, eq=False)
class Cohort(Form):
    """Of those in at the period's start, the share lost (`kept=False`) or still in (`kept=True`) at its end.

    Who enters during the period is in neither side. Interval: Wilson.
    """

    enters: Any
    leaves: Any
    kept: bool
    accumulates: ClassVar[bool] = True

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        return {
            "entered": Part("count", counted & bind(fact, self.enters)),
            "left": Part("count", counted & bind(fact, self.leaves)),
        }

    def accumulate(self, parts: Parts) -> dict[str, Numbers]:
        """A row that enters is in at the start of its period; one that leaves is no longer in at its period's end."""
        before = np.cumsum(parts["left"], axis=-1) - parts["left"]
        at_start = np.cumsum(parts["entered"], axis=-1) - before
        return {"n": at_start, "lost": parts["left"]}

    def _hits(self, parts: Parts) -> Numbers:
        return parts["n"] - parts["lost"] if self.kept else parts["lost"]

    def figures(self, parts: Parts) -> Figures:
        hits = self._hits(parts)
        return Figures(divided(hits, parts["n"]), parts["n"], hits, parts["n"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return intervals.wilson(self._hits(parts), parts["n"], confidence)

    def variance(self, parts: Parts) -> Numbers:
        return variances.share(self._hits(parts), parts["n"])

    def degrees(self, parts: Parts) -> Numbers:
        return np.maximum(parts["n"] - 1, 0)


@dataclass(frozen=True, eq=False)
class StandingMean(Form):
    """Mean of `of` over what has entered and not left by the end of the period. Interval: Student t."""

    enters: Any
    of: Any
    accumulates: ClassVar[bool] = True

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value = bind(fact, self.of).cast("float64")
        entered = bind(fact, self.enters)
        sums = {"total": value, "squares": value * value}
        return _in_and_out(counted & value.notnull(), entered, sums)

    def accumulate(self, parts: Parts) -> dict[str, Numbers]:
        return _standing(parts)

    def figures(self, parts: Parts) -> Figures:
        return Figures(divided(parts["total"], parts["n"]), parts["n"], parts["total"], parts["n"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return intervals.mean(parts["n"], parts["total"], parts["squares"], confidence)

    def variance(self, parts: Parts) -> Numbers:
        return variances.mean(parts["n"], parts["total"], parts["squares"])

    def degrees(self, parts: Parts) -> Numbers:
        return np.maximum(parts["n"] - 1, 0)


@dataclass(frozen=True, eq=False)
class StandingForecast(Form):
    """Mean of `of`, foretold, over what has entered and not left by the end of the period.

    Interval: the model's own, between the means of `low` and `high`, its 95 % intervals; none where any is missing.
    """

    enters: Any
    of: Any
    low: Any
    high: Any
    accumulates: ClassVar[bool] = True

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value, low, high = (bind(fact, operand).cast("float64") for operand in (self.of, self.low, self.high))
        known = (low.notnull() & high.notnull()).ifelse(1, 0)
        sums = {"total": value, "low": low, "high": high, "bounded": known}
        return _in_and_out(counted & value.notnull(), bind(fact, self.enters), sums)

    def accumulate(self, parts: Parts) -> dict[str, Numbers]:
        return _standing(parts)

    def figures(self, parts: Parts) -> Figures:
        return Figures(divided(parts["total"], parts["n"]), parts["n"], parts["total"], parts["n"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        wider = normal_quantile(confidence) / normal_quantile(_STORED)
        whole = np.where(parts["bounded"] == parts["n"], parts["n"], 0.0)
        value, low, high = (divided(parts[name], whole) for name in ("total", "low", "high"))
        return value - (value - low) * wider, value + (high - value) * wider

    def variance(self, parts: Parts) -> Numbers:
        low, high = self.interval(parts, _STORED)
        return ((high - low) / (2 * normal_quantile(_STORED))) ** 2


def _in_and_out(counted: ir.BooleanValue, entered: ir.BooleanValue, sums: Mapping[str, Any]) -> dict[str, Part]:
    """The number and the sums of what entered, and of what left."""
    ways = {"in": counted & entered, "out": counted & ~entered}
    return {
        **{f"n_{way}": Part("count", where) for way, where in ways.items()},
        **{f"{name}_{way}": Part("sum", where, of) for name, of in sums.items() for way, where in ways.items()},
    }


def _standing(parts: Parts) -> dict[str, Numbers]:
    """What is in, at the end of each period."""
    names = [name.removesuffix("_in") for name in parts if name.endswith("_in")]
    return {name: np.cumsum(parts[f"{name}_in"] - parts[f"{name}_out"], axis=-1) for name in names}
