"""What is hidden in windows that add up to a whole shown beside them: a small cell is the whole less the other windows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np

from helder.forms import Numbers
from helder.query.judged import Judged, Window, days_within
from helder.stats.covering import Indices, covered

#: Which of a question's names a table is by; and a cell of it, in a window or in the whole, which is None.
Axes: TypeAlias = tuple[int, ...]
By: TypeAlias = tuple[Any, ...]
Hidden: TypeAlias = set[tuple[By, Window | None]]


def hidden_beside(judged: Judged, whole: Window, windows: Sequence[Window]) -> dict[Window, set[By]]:
    """The question's cells that are hidden in each of the windows of one answer, which add up to the whole.

    The tables by fewer names are judged first, as they may be asked by themselves: what is hidden there is hidden below.
    """
    every = tuple(range(judged.by))
    if judged.atoms.periodic or judged.over_time or not windows:  # no sum is the whole, or all windows are judged together
        return {window: judged.hidden(window) for window in windows}
    found: dict[Axes, Hidden] = {}
    for axes in (axes for size in range(judged.by + 1) for axes in combinations(every, size)):
        found[axes] = {(by, None) for by in judged.hidden_by(axes, whole)}
        found[axes] |= _table(judged, axes, windows, found)
    return {window: {by for by, there in found[every] if there == window} for window in windows}


def _table(judged: Judged, axes: Axes, windows: Sequence[Window], found: dict[Axes, Hidden]) -> Hidden:
    """The cells hidden in the table by some names and by window, given those hidden in what it adds up to."""
    values = sorted({tuple(value[axis] for axis in axes) for value in judged.atoms.values}, key=str)
    cells: list[tuple[Any, ...]] = [(*value, window) for value in values for window in windows]
    alone = {window: judged.hidden_by(axes, window) for window in windows}
    hidden = np.array([by in alone[window] for *some, window in cells for by in [tuple(some)]], dtype=bool)
    of_all_time, n = _rows(judged, axes, values, windows)
    last = len(axes)  # the place of the window in a cell
    lines: list[Indices] = []
    sums: list[Indices] = []
    for kept in (kept for size in range(last + 1) for kept in combinations(range(last + 1), size)):
        # Within a window the same cells cover the same small ones as in any other; along the windows those with fewest rows do.
        order = np.argsort(of_all_time if last in kept else n, kind="stable").tolist()
        groups: dict[tuple[By, Window | None], list[int]] = {}
        for i in order:
            by = tuple(cells[i][place] for place in kept if place != last)
            groups.setdefault((by, cells[i][last] if last in kept else None), []).append(i)
        told = found[tuple(axes[place] for place in kept if place != last)]
        for key, group in groups.items():
            if key in told:  # hidden itself, so that it is no sum of these that is known
                hidden[group] = True
            else:
                (lines if len(kept) == last else sums).append(np.array(group))
    shown = covered(n, lines, sums, hidden, judged.minimum)
    return {(cell[:-1], cell[-1]) for cell, hide in zip(cells, shown, strict=True) if hide}


def _rows(judged: Judged, axes: Axes, values: Sequence[By], windows: Sequence[Window]) -> tuple[Numbers, Numbers]:
    """The rows that the question's filter takes of each cell, window after window: those of all time, and those within."""
    atoms, place = judged.atoms, {value: i for i, value in enumerate(values)}
    member = np.array([place[tuple(value[axis] for axis in axes)] for value in atoms.values], dtype=np.int64)
    by_day = np.zeros((len(values), len(atoms.days)))
    np.add.at(by_day, member[atoms.selected], atoms.n[atoms.selected])
    inside = np.array([days_within(window, atoms.days) for window in windows], dtype=float)
    return np.repeat(by_day.sum(axis=1), len(windows)), (by_day @ inside.T).reshape(-1)
