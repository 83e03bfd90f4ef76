"""Purchase histories of many customers, those alike put together with their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from helder.errors import BadInput
from helder.stats.distributions import Floats, floats

Places = NDArray[np.int64]

# What its type stubs say it takes is less than what it takes.
_arrow: Any = pa


def distinct(*columns: Floats) -> tuple[tuple[Floats, ...], Places]:
    """The different rows of some columns, and for each row which of them it is. By hashing: rows need not be sorted."""
    place = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        code, values = _coded(column)
        place, _ = _coded(place * len(values) + code)
    first = _firsts(place)
    return tuple(column[first] for column in columns), place


def _coded(values: NDArray[Any]) -> tuple[Places, NDArray[Any]]:
    """Numbers 0, 1, ... of the different values, in order of first appearance, and these values."""
    encoded = _arrow.array(values).dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_numpy(zero_copy_only=False)


def _firsts(place: Places) -> Places:
    """Where each number is met first."""
    first = np.empty(int(place.max(initial=-1)) + 1, dtype=np.int64)
    first[place[::-1]] = np.arange(len(place) - 1, -1, -1)
    return first


@dataclass(frozen=True)
class Histories:
    """Different histories, with how many customers have each.

    x: purchases after the first. t_x: from the first to the last. age: from the first to the end of what was seen; in one unit of
    time. number: customers. place: for each customer, which history is theirs.
    """

    x: Floats
    t_x: Floats
    age: Floats
    number: Floats
    place: Places

    @classmethod
    def of(cls, x: ArrayLike, t_x: ArrayLike, age: ArrayLike) -> Histories:
        """Those of customers, one entry each. Raises BadInput for one that cannot be."""
        columns = tuple(np.atleast_1d(floats(values)) for values in (x, t_x, age))
        _check(*columns)
        (x_, t_x_, age_), place = distinct(*columns)
        return cls(x_, t_x_, age_, np.bincount(place, minlength=len(x_)).astype(np.float64), place)

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.place)

    def in_units(self, unit: float) -> Histories:
        """The same in a longer unit of time."""
        return Histories(self.x, self.t_x / unit, self.age / unit, self.number, self.place)


def _check(x: Floats, t_x: Floats, age: Floats) -> None:
    if not len(x) == len(t_x) == len(age):
        raise BadInput("Purchases, recency and age are not of one length.", where="histories", fix="Give one of each a customer.")
    bad = ~((x >= 0) & (x % 1 == 0) & (t_x >= 0) & (t_x <= age) & np.isfinite(age)) | ((x == 0) & (t_x > 0))
    if bad.any():
        i = int(np.argmax(bad))
        raise BadInput(
            f"A customer cannot have x={x[i]:g}, t_x={t_x[i]:g}, age={age[i]:g}.",
            where=f"histories, customer {i}",
            fix="x counts the purchases after the first, t_x is the time from the first to the last (0 where there is but one), "
            "and age, no less, the time from the first to the end.",
        )
