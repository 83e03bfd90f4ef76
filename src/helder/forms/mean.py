"""Means, and ratios of sums."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided
from helder.stats import intervals, variances

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, eq=False)
class Mean(Form):
    """Sum of `of` over the counted rows, divided by their number. Interval: Student t."""

    of: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value = bind(fact, self.of).cast("float64")
        known = counted & value.notnull()
        return {"n": Part("count", known), "total": Part("sum", known, value), "squares": Part("sum", known, value * value)}

    def figures(self, parts: Parts) -> Figures:
        return Figures(divided(parts["total"], parts["n"]), parts["n"], parts["total"], parts["n"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return intervals.mean(parts["n"], parts["total"], parts["squares"], confidence)

    def variance(self, parts: Parts) -> Numbers:
        return variances.mean(parts["n"], parts["total"], parts["squares"])

    def degrees(self, parts: Parts) -> Numbers:
        return np.maximum(parts["n"] - 1, 0)


@dataclass(frozen=True, eq=False)
class Ratio(Form):
    """Sum of `over` divided by the sum of `under`, over the counted rows. Interval: delta method."""

    over: Any
    under: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        y, x = (bind(fact, operand).cast("float64").fill_null(0.0) for operand in (self.over, self.under))
        products = {"y": y, "x": x, "yy": y * y, "xx": x * x, "xy": x * y}
        return {"n": Part("count", counted), **{name: Part("sum", counted, product) for name, product in products.items()}}

    def figures(self, parts: Parts) -> Figures:
        return Figures(divided(parts["y"], parts["x"]), parts["n"], parts["y"], parts["x"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        n, y, x, yy, xx, xy = (parts[name] for name in ("n", "y", "x", "yy", "xx", "xy"))
        return intervals.ratio(n, y, x, yy, xx, xy, confidence)

    def variance(self, parts: Parts) -> Numbers:
        return variances.ratio(*(parts[name] for name in ("n", "y", "x", "yy", "xx", "xy")))


@dataclass(frozen=True, eq=False)
class PerDistinct(Form):
    """Sum of `over` / number of distinct things with a row for which `hit` holds. Interval: delta method over things.

    A thing without such a row adds to the sum alone. Rows of one thing go together, so the interval is one of things drawn.
    """

    over: Any
    of: Any
    hit: Any
    additive: ClassVar[bool] = False

    @property
    def thing(self) -> Any:
        return self.of

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value = bind(fact, self.over)
        own = Part("sum", counted, value.cast("float64"))
        hit = Part("any", counted & bind(fact, self.hit))
        return {
            "n": Part("any", counted),
            "x": hit,
            "y": Part("sum", counted, value),
            "yy": replace(own, times=own),
            "xy": replace(own, times=hit),
        }

    def figures(self, parts: Parts) -> Figures:
        return Figures(divided(parts["y"], parts["x"]), parts["x"], parts["y"], parts["x"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        n, y, x, yy, xy = (parts[name] for name in ("n", "y", "x", "yy", "xy"))
        return intervals.ratio(n, y, x, yy, x, xy, confidence)

    def variance(self, parts: Parts) -> Numbers:
        n, y, x, yy, xy = (parts[name] for name in ("n", "y", "x", "yy", "xy"))
        return variances.ratio(n, y, x, yy, x, xy)
