"""Quantiles, exact on every engine: by ranks, not by the engines' own functions, some of which sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy.special import ndtri

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, eq=False)
class Quantile(Form):
    """The value below which a share `q` of the counted rows lies, between the nearest ranks. Interval: order statistics."""

    of: Any
    q: float
    additive: ClassVar[bool] = False
    alone: ClassVar[bool] = True

    def prepare(self, fact: ir.Table, counted: ir.BooleanValue, cell: tuple[str, ...], confidence: float) -> ir.Table:
        """Rank each counted row within its cell, and mark the ranks that give the value and its interval.

        The ranks of the interval are those of the normal approximation to the binomial, widened to whole ranks.
        """
        import ibis

        value = bind(fact, self.of).cast("float64")
        rows = fact.filter(counted & value.notnull()).mutate(_value=value)
        window = ibis.window(group_by=cell, order_by="_value")
        ranked = rows.mutate(_rank=ibis.row_number().over(window) + 1, _n=rows.count().over(ibis.window(group_by=cell)))
        middle = (ranked._n - 1) * self.q
        margin = float(ndtri(0.5 + confidence / 2)) * (ranked._n * self.q * (1 - self.q)).sqrt()
        return ranked.mutate(
            _below=middle.floor() + 1,
            _above=middle.ceil() + 1,
            _low=(ranked._n * self.q - margin).floor(),
            _high=(ranked._n * self.q + margin).ceil() + 1,
        )

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value, rank = fact._value, fact._rank
        named = {"below": fact._below, "above": fact._above, "low": fact._low, "high": fact._high}
        return {
            "n": Part("count", rank.notnull()),
            **{name: Part("max", rank == wanted, value) for name, wanted in named.items()},
        }

    def figures(self, parts: Parts) -> Figures:
        between = (parts["n"] - 1) * self.q % 1
        value = parts["below"] + (parts["above"] - parts["below"]) * between
        return Figures(value, np.nan_to_num(parts["n"]))

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return parts["low"], parts["high"]

    def variance(self, parts: Parts) -> Numbers:
        return np.full_like(parts["n"], np.nan)
