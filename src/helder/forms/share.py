"""Shares: of rows, of distinct things, and net."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided
from helder.stats import intervals, variances

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, eq=False)
class Share(Form):
    """Counted rows for which `hit` holds, of all counted rows. Interval: Wilson."""

    hit: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        return {"n": Part("count", counted), "hits": Part("count", counted & bind(fact, self.hit))}

    def figures(self, parts: Parts) -> Figures:
        return Figures(divided(parts["hits"], parts["n"]), parts["n"], parts["hits"], parts["n"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return intervals.wilson(parts["hits"], parts["n"], confidence)

    def variance(self, parts: Parts) -> Numbers:
        return variances.share(parts["hits"], parts["n"])

    def degrees(self, parts: Parts) -> Numbers:
        return np.maximum(parts["n"] - 1, 0)


@dataclass(frozen=True, eq=False)
class DistinctShare(Share):
    """Distinct things with a counted row for which `hit` holds, of all distinct things with a counted row."""

    of: Any
    additive: ClassVar[bool] = False

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        thing = bind(fact, self.of)
        return {"n": Part("distinct", counted, thing), "hits": Part("distinct", counted & bind(fact, self.hit), thing)}


@dataclass(frozen=True, eq=False)
class NetShare(Form):
    """Share of counted rows for, minus the share against, between -1 and 1. Interval: adjusted Wald (Rocks 2016)."""

    plus: Any
    minus: Any

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        return {
            "n": Part("count", counted),
            "plus": Part("count", counted & bind(fact, self.plus)),
            "minus": Part("count", counted & bind(fact, self.minus)),
        }

    def figures(self, parts: Parts) -> Figures:
        net = parts["plus"] - parts["minus"]
        return Figures(divided(net, parts["n"]), parts["n"], net, parts["n"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return intervals.net_share(parts["plus"], parts["minus"], parts["n"], confidence)

    def variance(self, parts: Parts) -> Numbers:
        return variances.net_share(parts["plus"], parts["minus"], parts["n"])
