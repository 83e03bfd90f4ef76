"""Which cells of a table to hide, so that no small group shows, nor comes out by subtraction."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helder.stats.distributions import floats


def small_cells(n: ArrayLike, minimum: int) -> NDArray[np.bool_]:
    """Mark the cells of one table (one metric, one period) to hide: True is hidden.

    n holds the rows behind each cell, in one dimension; empty cells (0 or nan) hide nothing and stay. Cells of fewer than
    `minimum` rows are hidden, and then the next smallest, equals together, until the hidden ones are two or more, hold `minimum`
    rows between them, and differ. The total less the cells shown then gives only the sum of a group of `minimum` or more; and
    since the choice depends on sizes alone, two different hidden cells could change places unseen, so no hidden size can be
    worked out either.

    Where the cells run out first, all that are not empty are hidden; the caller hides a total below `minimum` by its own n. If
    they then hold one row each, a total says so (of each its size, of none its value). Tables that add to each other (a margin,
    an overlapping filter) must be judged together: this sees one.
    """
    rows = np.nan_to_num(floats(n), nan=0.0)
    if not np.any((rows > 0) & (rows < minimum)):
        return np.zeros(rows.shape, dtype=np.bool_)
    sizes, cells = np.unique(rows[rows > 0], return_counts=True)
    held, smaller = np.cumsum(sizes * cells), np.arange(len(sizes))
    enough = (smaller >= 1) & (held >= minimum) & (sizes >= sizes[sizes < minimum][-1])
    largest = sizes[np.argmax(enough)] if enough.any() else sizes[-1]
    hidden: NDArray[np.bool_] = (rows > 0) & (rows <= largest)
    return hidden
