"""What came of the search: the way that gives another tool's figures, or those that come nearest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helder.metrics import Metric
from helder.metrics.unit import SHARE, shown
from helder.query.reconcile.block import Fit, Scale
from helder.query.reconcile.disputed import Disputed
from helder.query.reconcile.search import Tried
from helder.query.reconcile.theirs import Theirs

if TYPE_CHECKING:
    import pyarrow as pa

#: Ways that give all of their figures, of which more are not told.
MOST_TOLD = 12


#: Figures fewer than these, where more ways than those were tried, are given by some by chance.
_FEW, _MANY = 6, 100


@dataclass(frozen=True)
class Reconciliation:
    """How another tool's figures can be made.

    fits: the ways tried, best first: by how many cells they match, then by the largest difference left, then by how little
    has to be changed. disputed: the rows that make the difference: between the way found and Helder's own, or between the
    two that come nearest; None where there is no other.
    """

    metric: Metric
    theirs: Theirs
    scale: Scale
    fits: tuple[Fit, ...]
    tried: Tried
    disputed: Disputed | None

    @property
    def nearest(self) -> Fit:
        """The best way."""
        return self.fits[0]

    @property
    def found(self) -> tuple[Fit, ...]:
        """The ways that give all of their figures, which these data cannot tell from each other; the simplest first."""
        return tuple(fit for fit in self.fits if fit.matched == len(self.theirs.cells))

    @property
    def verdict(self) -> str:
        """What was found, in words."""
        cells, best = len(self.theirs.cells), self.nearest
        way = best.way.in_words(self.scale.own_zone)
        if best.matched < cells:
            return (
                f"No way gives all {cells} figures. Nearest: {way}; it gives {best.matched} of them, the largest difference "
                f"left is {self._shown(best.largest)}."
            )
        same = len(self.found) - 1
        others = f" {same} other way{'s' if same > 1 else ''} cannot be told from it on these figures." if same else ""
        ways = self.tried.ways
        few = f" Of {ways:,} ways some give so few figures by chance: try it on more." if cells < _FEW and ways > _MANY else ""
        return f"All {cells} figures are made so: {way}.{others}{few}"

    def _shown(self, difference: float) -> str:
        if not math.isfinite(difference):
            return "of a figure one of the two does not have"
        return f"{difference * 100:.2g} pp" if self.metric.unit is SHARE else shown(difference, self.metric.unit.name)

    def ranked(self, most: int = 10) -> list[dict[str, Any]]:
        """The best ways, one dictionary each, those alike in figures told once."""
        records, seen = [], set[bytes]()
        for fit in self.fits:
            key = fit.value.tobytes() + fit.way.reading.encode()
            if fit.matched < len(self.theirs.cells) and key in seen:
                continue
            seen.add(key)
            records.append(
                {
                    "way": fit.way.in_words(self.scale.own_zone), "matched": fit.matched, "cells": len(self.theirs.cells),
                    "largest": fit.largest if math.isfinite(fit.largest) else None, "definition": fit.way.definition.name,
                    "params": dict(fit.way.definition.params), "zone": fit.way.zone, "borders": fit.way.border.name or None,
                    "where": fit.way.where, "reading": fit.way.reading,
                }
            )  # fmt: skip
            if len(records) == most:
                break
        return records

    def to_records(self) -> list[dict[str, Any]]:
        """Their figures beside those of the nearest way: one dictionary for each row of theirs."""
        theirs, matches = self.scale.figures(self.nearest.way.reading), self.scale.matches(self.nearest)
        names = (*self.theirs.by, *self.theirs.labels)
        return [
            {
                "row": cell.line, "start": cell.start, **dict(zip(names, cell.shown, strict=True)),
                "theirs": _known(theirs[i]), "ours": _known(self.nearest.value[i]),
                "difference": _known(self.nearest.value[i] - theirs[i]), "matches": bool(matches[i]),
                "n_theirs": cell.n, "n": round(self.nearest.n[i]),
            }
            for i, cell in enumerate(self.theirs.cells)
        ]  # fmt: skip

    def to_arrow(self) -> pa.Table:
        """Their figures beside ours, as an Arrow table."""
        import pyarrow as pa

        kinds: dict[str, Any] = {"row": pa.int64(), "start": pa.date32(), "matches": pa.bool_(), "n": pa.int64()}
        kinds |= {"n_theirs": pa.int64(), **dict.fromkeys(("theirs", "ours", "difference"), pa.float64())}
        records = self.to_records()
        return pa.table({name: pa.array([r[name] for r in records], type=kinds.get(name, pa.string())) for name in records[0]})


def _known(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None
