"""What one definition gives in the cells of another tool's figures, and how well that fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helder.forms import Numbers
from helder.query.reconcile.spans import Border
from helder.query.reconcile.theirs import Theirs
from helder.query.reconcile.ways import Definition, Way

_EXACT = 1e-9


@dataclass(frozen=True)
class Block:
    """One definition's figures: an entry per cell of theirs, label and filter, in this order of axes."""

    definition: Definition
    zone: str
    border: Border
    labels: tuple[tuple[str, Any] | None, ...]
    filters: tuple[str | None, ...]
    value: NDArray[np.float64]
    n: NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """A way, what it gives in each cell, and how far that is from theirs.

    matched: cells equal within the rounding of their digits; alike: those whose n is theirs, too. largest: the largest
    difference left, in our unit; total: all of it.
    """

    way: Way
    value: Numbers
    n: Numbers
    matched: int
    alike: int
    largest: float
    total: float
    apart: float

    @property
    def rank(self) -> tuple[float, ...]:
        """Best first: most cells, most counts, least difference left, fewest things to change."""
        return (-self.matched, -self.alike, self.largest, self.total, self.apart)


class Scale:
    """Their figures as numbers, by each way to read them."""

    def __init__(self, theirs: Theirs, own_zone: str) -> None:
        self.theirs = theirs
        self.own_zone = own_zone
        shown = np.array([np.nan if cell.value is None else cell.value for cell in theirs.cells], dtype=np.float64)
        half = 0.5 * 10.0**-theirs.digits
        self._readings = [(name, shown * by, half * by + np.abs(shown * by) * _EXACT) for name, by in theirs.readings]
        self._n = np.array([np.nan if cell.n is None else cell.n for cell in theirs.cells], dtype=np.float64)

    def figures(self, reading: str) -> Numbers:
        """Their figures in our unit."""
        return next(figures for name, figures, _ in self._readings if name == reading)

    def matches(self, fit: Fit) -> NDArray[np.bool_]:
        """The cells in which a way gives theirs."""
        wanted, within = next((f, w) for name, f, w in self._readings if name == fit.way.reading)
        found, _ = _differences(wanted, within, fit.value[:, None, None], fit.n[:, None, None])
        return found[:, 0, 0]

    def fits(self, block: Block) -> list[Fit]:
        """The best filter of each label and reading, and every one that gives all of theirs."""
        found = []
        counted = np.isnan(self._n)[:, None, None] | (block.n == self._n[:, None, None])
        for name, wanted, within in self._readings:
            matches, left = _differences(wanted, within, block.value, block.n)
            matched, alike = matches.sum(axis=0), (matches & counted).sum(axis=0)
            largest, total = left.max(axis=0), np.minimum(left, 1e12).sum(axis=0)
            for a, label in enumerate(block.labels):
                best = min(range(len(block.filters)), key=lambda f: (-matched[a, f], largest[a, f], total[a, f], f))
                whole = [f for f in range(len(block.filters)) if matched[a, f] == len(wanted)]
                for f in whole or [best]:
                    way = Way(block.definition, block.zone, block.border, block.filters[f], label, name)
                    found.append(
                        Fit(
                            way, block.value[:, a, f], block.n[:, a, f], int(matched[a, f]), int(alike[a, f]),
                            float(largest[a, f]), float(total[a, f]), self._apart(way),
                        )
                    )  # fmt: skip
        return found

    def _apart(self, way: Way) -> float:
        """How many things would have to be changed."""
        other_zone = 0 if way.zone == self.own_zone else 1.5 if way.zone.startswith("Etc/") else 1
        filtered = 0 if way.where is None else 1.5
        return way.definition.apart + other_zone + (1 if way.border.name else 0) + filtered


def _differences(
    wanted: Numbers, within: Numbers, value: NDArray[np.float64], n: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Whether each figure is theirs, and how far it is from it; a nought of theirs where we have no rows is the same."""
    theirs, near = wanted[:, None, None], within[:, None, None]
    neither = np.isnan(theirs) & np.isnan(value)
    empty = (theirs == 0) & (np.nan_to_num(n) == 0)
    left = np.where(neither | empty, 0.0, np.abs(value - theirs))
    left = np.where(np.isnan(left), np.inf, left)
    return neither | empty | (left <= near), left
