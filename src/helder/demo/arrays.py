"""Arrays of one value per row, and the draws that fill them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
#: UTC instants, or local wall-clock times where said so; NaT for none.
Times = NDArray[np.datetime64]
Durations = NDArray[np.timedelta64]

NEVER = np.datetime64("NaT", "us")
#: What stands for "nobody" or "nothing" in an array of row numbers.
NONE = -1


def choose(rng: np.random.Generator, weights: ArrayLike, size: int) -> Ints:
    """Numbers of the weighted choices drawn; one list of weights for all."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.asarray(np.searchsorted(edges / edges[-1], rng.random(size), side="right"), dtype=np.int64)


def choose_each(rng: np.random.Generator, weights: ArrayLike, row: Ints) -> Ints:
    """Numbers of the weighted choices drawn; each draw by the list of weights its row number names."""
    table = np.asarray(weights, dtype=np.float64)
    edges = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    return np.asarray((rng.random(len(row))[:, None] >= edges[row]).sum(axis=1), dtype=np.int64)


def logistic(x: Floats) -> Floats:
    """The probability whose log odds are x."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float64)


def happens(rng: np.random.Generator, probability: Floats | float, size: int) -> Bools:
    """Whether each of `size` events happens."""
    return np.asarray(rng.random(size) < probability, dtype=np.bool_)


def places(group: Ints) -> Ints:
    """Place of each row within its run of equal groups, from 0; rows of a group stand together."""
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    return np.asarray(np.arange(len(group)) - np.repeat(starts, np.diff(np.r_[starts, len(group)])), dtype=np.int64)


def seconds(amount: Floats) -> Durations:
    """Durations of so many seconds, to the millisecond."""
    return np.asarray(np.round(np.asarray(amount, dtype=np.float64) * 1000).astype("timedelta64[ms]").astype("timedelta64[us]"))


def lengths(start: Times, end: Times) -> Ints:
    """Microseconds from start to end."""
    return np.asarray((end - start).astype("timedelta64[us]").astype(np.int64))
