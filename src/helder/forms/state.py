"""Forms of state: how much there is at a moment, and who of those at the start is left at the end.

Their facts are moves: rows that say what entered and what left, each at its time. The state is the sum of all moves up
to the moment, so it is right for every period of a question by one scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided
from helder.stats import intervals, variances

if TYPE_CHECKING:
    import ibis.expr.types as ir


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
        return {name: np.cumsum(part) for name, part in parts.items()}

    def figures(self, parts: Parts) -> Figures:
        stock = np.where(parts["entered"] > 0, parts["entered"] - parts["left"], np.nan)
        return Figures(stock, parts["entered"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        return intervals.count(self.figures(parts).value, confidence)

    def variance(self, parts: Parts) -> Numbers:
        return variances.count(self.figures(parts).value)


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
        before = np.cumsum(parts["left"]) - parts["left"]
        at_start = np.cumsum(parts["entered"]) - before
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
