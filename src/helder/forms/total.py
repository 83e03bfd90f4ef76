"""Totals: numbers of rows, sums, and numbers of distinct things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind
from helder.stats import intervals, variances

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _known(total: Numbers, n: Numbers) -> Numbers:
    """No rows give no value, never nought."""
    return np.where(n > 0, total, np.nan)


@dataclass(frozen=True, eq=False)
class Count(Form):
    """Number of counted rows. Interval: Poisson."""

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        return {"n": Part("count", counted)}

    def figures(self, parts: Parts) -> Figures:
        return Figures(_known(parts["n"], parts["n"]), parts["n"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        low, high = intervals.count(parts["n"], confidence)
        return _known(low, parts["n"]), _known(high, parts["n"])

    def variance(self, parts: Parts) -> Numbers:
        return variances.count(parts["n"])


@dataclass(frozen=True, eq=False)
class Distinct(Count):
    """Number of distinct things with a counted row. Interval: Poisson."""

    of: Any
    additive: ClassVar[bool] = False

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        return {"n": Part("distinct", counted, bind(fact, self.of))}


@dataclass(frozen=True, eq=False)
class Total(Form):
    """Sum of `of` over the counted rows. Interval: compound Poisson, by a gamma distribution."""

    of: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value = bind(fact, self.of)
        real = value.cast("float64")
        known = counted & value.notnull()
        return {"n": Part("count", known), "total": Part("sum", known, value), "squares": Part("sum", known, real * real)}

    def figures(self, parts: Parts) -> Figures:
        return Figures(_known(parts["total"], parts["n"]), parts["n"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        low, high = intervals.compound(parts["total"], parts["squares"], parts["n"], confidence)
        return _known(low, parts["n"]), _known(high, parts["n"])

    def variance(self, parts: Parts) -> Numbers:
        return variances.compound(parts["squares"])
