"""Shares of weighted rows: each row counts for as many as its weight says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided
from helder.stats import intervals, variances
from helder.stats.weighting import Effective, effective

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _sums(name: str, weight: ir.FloatingValue, where: ir.BooleanValue) -> dict[str, Part]:
    """The weight of some rows, and the sum of its squares."""
    return {name: Part("sum", where, weight), f"{name}_squares": Part("sum", where, weight * weight)}


@dataclass(frozen=True, eq=False)
class WeightedShare(Form):
    """Weight of counted rows for which `hit` holds, of the weight of all. Interval: Wilson, of the effective number of rows."""

    hit: Any
    weight: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        weight = bind(fact, self.weight).cast("float64")
        hits = counted & bind(fact, self.hit)
        return {"n": Part("count", counted), **_sums("weight", weight, counted), **_sums("hits", weight, hits)}

    def figures(self, parts: Parts) -> Figures:
        return Figures(divided(parts["hits"], parts["weight"]), parts["n"], parts["hits"], parts["weight"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        worth = _worth(parts, "hits")
        return intervals.wilson(worth.plus, worth.n, confidence)

    def variance(self, parts: Parts) -> Numbers:
        worth = _worth(parts, "hits")
        return variances.share(worth.plus, worth.n)


@dataclass(frozen=True, eq=False)
class WeightedNetShare(Form):
    """Weight of the counted rows for, less that of those against, of the weight of all, between -1 and 1.

    Interval: adjusted Wald (Rocks 2016), of the effective number of rows.
    """

    plus: Any
    minus: Any
    weight: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        weight = bind(fact, self.weight).cast("float64")
        return {
            "n": Part("count", counted),
            **_sums("weight", weight, counted),
            **_sums("plus", weight, counted & bind(fact, self.plus)),
            **_sums("minus", weight, counted & bind(fact, self.minus)),
        }

    def figures(self, parts: Parts) -> Figures:
        net = parts["plus"] - parts["minus"]
        return Figures(divided(net, parts["weight"]), parts["n"], net, parts["weight"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        worth = _worth(parts, "plus", "minus")
        return intervals.net_share(worth.plus, worth.minus, np.maximum(worth.n, worth.plus + worth.minus), confidence)

    def variance(self, parts: Parts) -> Numbers:
        worth = _worth(parts, "plus", "minus")
        return variances.net_share(worth.plus, worth.minus, np.maximum(worth.n, worth.plus + worth.minus))


def _worth(parts: Parts, *sides: str) -> Effective:
    sums = [parts[name] for side in sides for name in (side, f"{side}_squares")]
    return effective(parts["n"], parts["weight"], parts["weight_squares"], *sums)
