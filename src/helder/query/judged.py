"""Which cells of a question about people who work here are hidden, judged by more than the question's own cells.

What is judged are the rows by every name the question slices or filters by, without its filter: only so is the judgement the
same for questions that could be set against each other. Where the rows are what employees said, windows are judged by what they
could be set against, too. docs/decisions/small-groups.md says what it holds against.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from helder.forms import Numbers
from helder.stats.covering import Mask, covered

#: A window of local dates [since, until); None is no bound. A fact made per period has that period's start and None.
Window: TypeAlias = tuple[date | None, date | None]


@dataclass(frozen=True)
class Atoms:
    """Rows counted, by every name a question speaks of and by day.

    values: per atom the value of each name. selected: whether the question's filter takes it. days: those with rows, in order.
    n: rows per atom and day. periodic: days are starts of periods, which are judged each by itself.
    """

    names: tuple[str, ...]
    values: list[tuple[Any, ...]]
    selected: Mask
    days: list[date]
    n: Numbers
    periodic: bool = False


@dataclass(frozen=True, eq=False)
class Margin:
    """The atoms added up over all but some names, the axes. below: the margins over fewer of them, by their axes.

    told: whether its cells are shown whatever their size, as it is not about people. over_time: whether windows are judged
    by what they could be set against; else each is judged by its own rows.
    """

    atoms: Atoms
    axes: tuple[int, ...]
    told: bool
    minimum: int
    over_time: bool
    below: Mapping[tuple[int, ...], Margin]
    _windows: dict[Window, Mask] = field(default_factory=dict)
    _edges: dict[date, Mask] = field(default_factory=dict)
    _units: dict[tuple[int, int], Mask] = field(default_factory=dict)

    @cached_property
    def _values(self) -> list[tuple[Any, ...]]:
        """The values of each cell, in an order that does not depend on the rows."""
        return sorted({tuple(value[axis] for axis in self.axes) for value in self.atoms.values}, key=str)

    @cached_property
    def member(self) -> NDArray[np.int64]:
        """Per atom, the cell it is in."""
        index = {value: i for i, value in enumerate(self._values)}
        return np.array([index[tuple(value[axis] for axis in self.axes)] for value in self.atoms.values], dtype=np.int64)

    @cached_property
    def n(self) -> Numbers:
        """Rows per cell and day."""
        found = np.zeros((len(self._values), len(self.atoms.days)))
        np.add.at(found, self.member, self.atoms.n)
        return found

    @cached_property
    def _sums(self) -> dict[tuple[int, ...], list[NDArray[np.int64]]]:
        """Per margin below, the cells that each of its cells is the sum of, those with the fewest rows of all time first."""
        first = np.zeros(len(self._values), dtype=np.int64)
        first[self.member[::-1]] = np.arange(len(self.member))[::-1]
        order = np.lexsort((np.arange(len(self._values)), self.n.sum(axis=1)))
        found = {}
        for axes, margin in self.below.items():
            of = margin.member[first][order]
            found[axes] = [order[of == cell] for cell in range(len(margin.n))]
        return found

    def _covered(self, n: Numbers, unit: Callable[[Margin], Mask]) -> Mask:
        """The cells hidden in a table of some rows; unit: those hidden in the same table of a margin."""
        if self.told:
            return np.zeros(len(n), dtype=bool)
        hidden: Mask = np.zeros(len(n), dtype=bool)
        lines: list[NDArray[np.int64]] = []
        sums: list[NDArray[np.int64]] = []
        for axes, cells in self._sums.items():
            unknown = unit(self.below[axes])
            for i, mine in enumerate(cells):
                if unknown[i]:
                    hidden[mine] = True
                else:
                    (lines if len(axes) == len(self.axes) - 1 else sums).append(mine)
        return covered(n, lines, sums, hidden, self.minimum)

    def hidden(self, window: Window) -> Mask:
        """The cells hidden in a window."""
        if self.atoms.periodic:
            return self._unit(3, (window[0] or self.atoms.days[0]).toordinal() if self.atoms.days else 0)
        if not self.over_time:
            return self._alone(window)
        found = self._unit(0, 0)
        for edge in window:
            if edge is not None:
                if edge not in self._edges:
                    self._edges[edge] = self._at(edge)
                found = found | self._edges[edge]
        return found

    def _alone(self, window: Window) -> Mask:
        """The cells hidden in a window, judged by its own rows."""
        if window not in self._windows:
            n = self.n[:, days_within(window, self.atoms.days)].sum(axis=1)
            self._windows[window] = self._covered(n, lambda margin: margin._alone(window))
        return self._windows[window]

    def _at(self, edge: date) -> Mask:
        """The cells hidden wherever a window ends or begins here: two windows that differ by what lies next to it would tell it.

        What lies next to it for a cell is the first unit with rows on either side: a month where the edge is between months, a
        week (cut by months) where it is between weeks, else a day. All edges of coarser kinds are edges of finer ones, so
        between two edges there is nothing, or a whole unit next to the finer one.
        """
        hidden: Mask = np.zeros(len(self.n), dtype=bool)
        kind = _kind(edge)
        units = self._unit_of_days(kind)
        before = np.array([day < edge for day in self.atoms.days], dtype=bool)
        if before.all() or not before.any():
            return hidden
        left, right = self.n[:, before] > 0, self.n[:, ~before] > 0
        both = left.any(axis=1) & right.any(axis=1)
        nearest = (
            units[before][before.sum() - 1 - left[:, ::-1].argmax(axis=1)],
            units[~before][right.argmax(axis=1)],
        )
        for beside in nearest:
            for unit in np.unique(beside[both]).tolist():
                small = self._unit(kind, unit)
                if (small & both & (beside == unit)).any():
                    hidden |= small
        return hidden

    def _unit(self, kind: int, unit: int) -> Mask:
        """The cells hidden in a table of one unit's rows; kind 0 is all of time."""
        if (kind, unit) not in self._units:
            inside = self._unit_of_days(kind) == unit
            self._units[kind, unit] = self._covered(self.n[:, inside].sum(axis=1), lambda margin: margin._unit(kind, unit))
        return self._units[kind, unit]

    def _unit_of_days(self, kind: int) -> NDArray[np.int64]:
        return np.array([_unit_of(day, kind) for day in self.atoms.days], dtype=np.int64)


def _kind(edge: date) -> int:
    return 1 if edge.day == 1 else 2 if edge.weekday() == 0 else 3


def _unit_of(day: date, kind: int) -> int:
    """The number of the unit a day lies in; a week's is that of its first day within the month."""
    if kind == 0:
        return 0
    if kind == 1:
        return day.replace(day=1).toordinal()
    return max(day - timedelta(days=day.weekday()), day.replace(day=1)).toordinal() if kind == 2 else day.toordinal()


@dataclass(frozen=True, eq=False)
class Judged:
    """What of some atoms is hidden, and what of a question over them is.

    by: how many of the names, the first, the question slices by. within: those names, and all that follow from them, as a
    team does from an employee; the others it filters by. sensitive: names that make a table one about people; everything: whether
    all tables are. over_time: whether windows are judged by what they could be set against.
    """

    atoms: Atoms
    by: int
    within: frozenset[str]
    sensitive: frozenset[str]
    everything: bool
    minimum: int
    over_time: bool

    @cached_property
    def _margins(self) -> list[Margin]:
        """Every margin, the atoms' own table the last."""
        found: dict[tuple[int, ...], Margin] = {}
        count = len(self.atoms.names)
        for axes in (axes for size in range(count + 1) for axes in combinations(range(count), size)):
            told = not (self.everything or self.sensitive & {self.atoms.names[axis] for axis in axes})
            below = {fewer: margin for fewer, margin in found.items() if set(fewer) < set(axes)}
            found[axes] = Margin(self.atoms, axes, told, self.minimum, self.over_time, below)
        return list(found.values())

    def hidden(self, window: Window) -> set[tuple[Any, ...]]:
        """The question's cells that are hidden in a window, by their values."""
        return self.hidden_by(tuple(range(self.by)), window)

    def hidden_by(self, axes: tuple[int, ...], window: Window) -> set[tuple[Any, ...]]:
        """The cells that would be hidden, did the question slice by some of its names alone.

        A filtered cell is shown where it follows from what is shown without the filter: where of the atoms that are hidden it has
        none, or all there are while the whole cell is shown. So a filter tells nothing that its table and its margins do not.
        """
        within = self.within - {self.atoms.names[axis] for axis in range(self.by) if axis not in axes}
        hidden = np.zeros(len(self.atoms.values), dtype=bool)
        sliced = np.zeros(len(self.atoms.values), dtype=bool)
        for margin in self._margins:
            cells = margin.hidden(window)[margin.member]
            hidden |= cells
            if within.issuperset(self.atoms.names[axis] for axis in margin.axes):
                sliced |= cells
        found: dict[tuple[Any, ...], list[bool]] = {}
        for value, one, taken, whole in zip(self.atoms.values, hidden, self.atoms.selected, sliced, strict=True):
            known = found.setdefault(tuple(value[axis] for axis in axes), [False, False, False])
            known[0] |= bool(one and taken)
            known[1] |= bool(one and not taken)
            known[2] |= bool(whole)
        return {value for value, (inside, outside, whole) in found.items() if (inside and (outside or whole))}


def days_within(window: Window, days: Sequence[date]) -> Mask:
    """Which days lie in a window."""
    since, until = window
    return np.array([not (since and day < since) and not (until and day >= until) for day in days], dtype=bool)
