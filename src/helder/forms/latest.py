"""What was so at the end of a period, and how it changed: forms of things observed, not drawn, which have no interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, eq=False)
class Last(Form):
    """The value of `of` on the last counted row by `at`, of which no two are alike. Interval: none, as it is no sample."""

    of: Any
    at: Any
    additive: ClassVar[bool] = False
    summed: ClassVar[bool] = False

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value = bind(fact, self.of).cast("float64")
        known = counted & value.notnull()
        return {"n": Part("count", known), "last": Part("last", known, value, at=bind(fact, self.at))}

    def figures(self, parts: Parts) -> Figures:
        return Figures(parts["last"], np.nan_to_num(parts["n"]))

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return np.full_like(parts["n"], np.nan), np.full_like(parts["n"], np.nan)

    def variance(self, parts: Parts) -> Numbers:
        return np.full_like(parts["n"], np.nan)


@dataclass(frozen=True, eq=False)
class Change(Last):
    """How much the last `of` is above `before` on the first counted row, as a share of it. Interval: none, as it is no sample."""

    before: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        base = bind(fact, self.before).cast("float64")
        parts = super().parts(fact, counted & base.notnull())
        return {**parts, "base": Part("first", parts["last"].where, base, at=bind(fact, self.at))}

    def figures(self, parts: Parts) -> Figures:
        rise = parts["last"] - parts["base"]
        return Figures(divided(rise, parts["base"]), np.nan_to_num(parts["n"]), rise, parts["base"])
