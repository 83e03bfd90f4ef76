"""Which cells of a table to hide, so that no small group comes out of it though sums over its cells are known.

Hiding the small cells is not enough: a sum less the cells shown gives them back. So every line of the table with a known sum and
a hidden cell gets a second, until what is hidden in it is a group of `minimum` rows or more. That may still leave a group that
several sums give together; those are found by linear algebra.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from helder.stats.distributions import Floats

Mask = NDArray[np.bool_]
Indices = NDArray[np.int64]
#: Hidden cells beyond which the equations are not solved: whole lines are hidden instead.
_MOST_UNKNOWNS = 200
#: Small cells beyond which only each by itself is looked for in what sums give, not every few together.
_MOST_TOGETHER = 16
_NOUGHT = 1e-8


def covered(n: Floats, lines: Sequence[Indices], sums: Sequence[Indices], hidden: Mask, minimum: int) -> Mask:
    """The cells to hide, given the rows behind each and those hidden anyway.

    lines: cells that differ in one name and whose sum is known, each in the order in which they are to cover a small one; that
    order must not depend on n, lest other cells cover the same small one in tables of other periods. sums: other cells whose sums
    are known. A cell without rows is taken only where a line has no other: what is hidden with it cannot be told from it.
    """
    hidden = hidden | ((n > 0) & (n < minimum))
    while True:
        before = hidden.sum()
        for line in lines:
            _cover(hidden, n, line, minimum)
        if hidden.sum() > before:
            continue
        if not (n[~hidden] > 0).any():  # there is nothing left to hide
            return hidden
        known = _given(hidden, n, [*lines, *sums], minimum)
        for line in lines:
            if known[line].any():
                hidden[line] = True
        if hidden.sum() == before:
            return hidden


def _cover(hidden: Mask, n: Floats, line: Indices, minimum: int) -> None:
    """Hide more of one line until what is hidden in it is a group, or nothing is left to hide."""
    mine = line[hidden[line]].tolist()
    if not mine:
        return
    others = line[~hidden[line]]
    with_rows, without = others[n[others] > 0].tolist(), others[n[others] == 0].tolist()
    while with_rows and not _is_group(n[mine], minimum):
        mine.append(with_rows.pop(0))
    if len(mine) < 2:
        mine += without[:1]
    hidden[mine] = True


def _is_group(n: Floats, minimum: int) -> bool:
    """Two cells or more with rows, that hold enough between them, and not one row each."""
    filled = n[n > 0]
    return len(filled) >= 2 and bool(filled.sum() >= minimum) and bool(filled.sum() > len(filled))


def _given(hidden: Mask, n: Floats, sums: Sequence[Indices], minimum: int) -> Mask:
    """The hidden cells of small groups whose sums follow from those known."""
    found = np.zeros(len(n), dtype=bool)
    unknown = np.flatnonzero(hidden & (n > 0))
    if len(unknown) == 0 or len(unknown) > _MOST_UNKNOWNS:
        return found if len(unknown) == 0 else hidden
    place = np.full(len(n), -1)
    place[unknown] = np.arange(len(unknown))
    equations = np.zeros((len(sums) + 1, len(unknown)))
    for i, cells in enumerate(sums):
        equations[i, place[cells][place[cells] >= 0]] = 1.0
    sizes, directions = np.linalg.eigh(equations.T @ equations)
    free = directions[:, sizes < _NOUGHT * max(sizes[-1], 1.0)]  # what may vary while every sum stays
    for group in _small_groups(n[unknown], minimum):
        if np.abs(free[group].sum(axis=0)).max(initial=0.0) < _NOUGHT:
            found[unknown[group]] = True
    return found


def _small_groups(n: Floats, minimum: int) -> list[list[int]]:
    small = np.flatnonzero(n < minimum).tolist()
    most = minimum - 1 if len(small) <= _MOST_TOGETHER else 1
    return [list(group) for size in range(1, most + 1) for group in combinations(small, size) if n[list(group)].sum() < minimum]
