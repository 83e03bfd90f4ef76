"""Quantiles, exact on every engine: by the values in order, not by the engines' own functions, some of which sample."""

from __future__ import annotations

from collections.abc import Mapping
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
    summed: ClassVar[bool] = False

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        value = bind(fact, self.of).cast("float64")
        known = counted & value.notnull()
        return {"n": Part("count", known), "values": Part("values", known, value)}

    def fetched(self, parts: Mapping[str, Any], confidence: float) -> dict[str, ir.Value]:
        """The values at the ranks that give the quantile and its interval.

        The ranks of the interval are those of the normal approximation to the binomial, rounded up (Conover 1999).
        """
        import ibis

        n, values = parts["n"], parts["values"]
        middle = (n - 1) * self.q
        margin = float(ndtri(0.5 + confidence / 2)) * (n * self.q * (1 - self.q)).sqrt()
        ranks = {  # from nought
            "below": middle.floor(),
            "above": middle.ceil(),
            "low": (n * self.q - margin).ceil() - 1,
            "high": (n * self.q + margin).ceil() - 1,
        }
        inside = {name: (rank >= 0) & (rank < n) for name, rank in ranks.items()}
        return {"n": n, **{name: ibis.ifelse(inside[name], values[rank], ibis.null("float64")) for name, rank in ranks.items()}}

    def figures(self, parts: Parts) -> Figures:
        between = (parts["n"] - 1) * self.q % 1
        value = parts["below"] + (parts["above"] - parts["below"]) * between
        return Figures(value, np.nan_to_num(parts["n"]))

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return parts["low"], parts["high"]

    def variance(self, parts: Parts) -> Numbers:
        return np.full_like(parts["n"], np.nan)
