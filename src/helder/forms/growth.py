"""How much more there was of something on one side than on the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided
from helder.stats import intervals, variances

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, eq=False)
class Growth(Form):
    """Sum of `of` over the counted rows that are `later`, less that over the others, as a share of the others'.

    No value where the others' is not above nought. Interval: delta method, of two compound Poisson sums.
    """

    of: Any
    later: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value, later = bind(fact, self.of), bind(fact, self.later)
        real = value.cast("float64")
        sides = {"later": counted & later, "earlier": counted & ~later}
        return {
            "n": Part("count", counted & value.notnull()),
            **{side: Part("sum", where, value) for side, where in sides.items()},
            **{f"{side}_squares": Part("sum", where, real * real) for side, where in sides.items()},
        }

    def figures(self, parts: Parts) -> Figures:
        more = parts["later"] - parts["earlier"]
        return Figures(divided(more, _base(parts)), parts["n"], np.where(parts["n"] > 0, more, np.nan), parts["earlier"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        later, earlier = (np.nan_to_num(variances.compound(parts[f"{side}_squares"])) for side in ("later", "earlier"))
        low, high = intervals.quotient(parts["later"], later, _base(parts), earlier, confidence)
        return low - 1, high - 1

    def variance(self, parts: Parts) -> Numbers:
        later, earlier = (np.nan_to_num(variances.compound(parts[f"{side}_squares"])) for side in ("later", "earlier"))
        return variances.quotient(parts["later"], later, _base(parts), earlier)


def _base(parts: Parts) -> Numbers:
    return np.where(parts["earlier"] > 0, parts["earlier"], np.nan)
