"""Which cells of two answers are not the same."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

#: What tells a record of an answer, a decomposition or a comparison from the others; all else is told of it.
FIGURES = frozenset({
    "value", "n", "numerator", "denominator", "low", "high", "provisional", "suppressed", "previous", "change", "p",
    "significant", "partial", "previous_n", "weight", "previous_weight", "rate", "rate_low", "rate_high", "mix", "effect",
    "difference", "state", "unit",
})  # fmt: skip


def differing(found: Iterable[Mapping[str, Any]], expected: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every cell in which two lists of records differ by more than 1e-9 of it, and every record that only one has."""
    ours, theirs = _by_place(found), _by_place(expected)
    only = [f"{dict(place)}: only in one of them" for place in ours.keys() ^ theirs.keys()]
    return only + [cell for place in ours.keys() & theirs.keys() for cell in _cells(place, ours[place], theirs[place])]


def _by_place(records: Iterable[Mapping[str, Any]]) -> dict[tuple[tuple[str, Any], ...], Mapping[str, Any]]:
    found = [(tuple((k, v) for k, v in record.items() if k not in FIGURES), record) for record in records]
    placed = dict(found)
    assert len(placed) == len(found), "a record is there twice"
    return placed


def _cells(place: tuple[tuple[str, Any], ...], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    for name in FIGURES & ours.keys():
        if not same(ours[name], theirs[name]):
            yield f"{dict(place)}: {name} is {ours[name]}, should be {theirs[name]}"


def same(ours: Any, theirs: Any) -> bool:
    """Equal, or as near as numbers added up in another order are."""
    if isinstance(ours, float) and isinstance(theirs, float | int):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(ours) and math.isnan(theirs))
    return bool(ours == theirs)
