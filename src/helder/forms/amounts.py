"""What becomes, within a period, of an amount that was held at its start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from helder.forms.form import Figures, Form, Numbers, Part, Parts, bind, divided
from helder.stats import intervals, variances

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, eq=False)
class AmountCohort(Form):
    """Of the amount held at the period's start, the share lost (`kept=False`) or there (`kept=True`) at its end.

    What those bring who held nothing at the start is in neither side. A row for which `states` holds says what somebody
    holds from the start of its period on, `after` instead of `before`; another, what its period made of what they held:
    `change`. holds and held: whether they hold anything after and before. n is how many did at the start. Interval: delta
    method over them; none where nothing changed, or all went alike.
    """

    states: Any
    holds: Any
    held: Any
    before: Any
    after: Any
    change: Any
    kept: bool
    accumulates: ClassVar[bool] = True

    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        states = bind(fact, self.states)
        before, after, change = (bind(fact, x).cast("float64").fill_null(0.0) for x in (self.before, self.after, self.change))
        holders = bind(fact, self.holds).cast("int64") - bind(fact, self.held).cast("int64")
        sums = {
            "n": (states, holders),
            "x": (states, after - before),
            "xx": (states, after * after - before * before),
            "d": (~states, change),
            "dd": (~states, change * change),
            "xd": (~states, before * change),
        }
        return {name: Part("sum", counted & where, value) for name, (where, value) in sums.items()}

    def accumulate(self, parts: Parts) -> dict[str, Numbers]:
        """What is held at a period's start is the sum of all moves up to it; what it made of that is its own."""
        return {name: np.cumsum(part, axis=-1) if name in ("n", "x", "xx") else part for name, part in parts.items()}

    def figures(self, parts: Parts) -> Figures:
        rest = parts["x"] + parts["d"] if self.kept else -parts["d"]
        return Figures(divided(rest, parts["x"]), parts["n"], rest, parts["x"])

    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        n, d, x, dd, xx, xd = (parts[name] for name in ("n", "d", "x", "dd", "xx", "xd"))
        low, high = intervals.ratio(n, d, x, dd, xx, xd, confidence)
        known = self.variance(parts) > 0
        low, high = np.where(known, low, np.nan), np.where(known, high, np.nan)
        return (np.maximum(1 + low, 0.0), 1 + high) if self.kept else (np.maximum(-high, 0.0), np.minimum(-low, 1.0))

    def variance(self, parts: Parts) -> Numbers:
        found = variances.ratio(*(parts[name] for name in ("n", "d", "x", "dd", "xx", "xd")))
        return np.where(found > 0, found, np.nan)
