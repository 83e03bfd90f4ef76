"""Whether two ways gave the same figures, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

_FIGURES = ("value", "n", "numerator", "denominator", "low", "high")
Cell = tuple[str, date, str | None, str | None]
Row = Mapping[str, Any]


def cells(rows: Iterable[Row]) -> dict[Cell, Row]:
    """Rows by metric, month, channel and label (scale, currency or choice)."""
    found: dict[Cell, Row] = {}
    for row in rows:
        start = row["start"].date() if isinstance(row["start"], datetime) else row["start"]
        label = row["label"] if "label" in row else row.get("scale") or row.get("currency") or row.get("choice")
        cell = (row["metric"], start, row["channel"], label)
        assert cell not in found, f"two rows for {cell}"
        found[cell] = row
    return found


def different(ours: Mapping[Cell, Row], theirs: Mapping[Cell, Row]) -> list[Cell]:
    """Cells in which any figure that both give differs by more than a billionth, or that only one of them has.

    A cell without a value, which Helder says in so many words, is one that SQL leaves out.
    """
    return [cell for cell in ours.keys() | theirs.keys() if not _same(ours.get(cell), theirs.get(cell))]


def _same(ours: Row | None, theirs: Row | None) -> bool:
    if ours is None:
        return False
    if theirs is None:
        return ours["value"] is None
    return all(_equal(ours[name], theirs[name], optional=name not in ("value", "n")) for name in _FIGURES if name in theirs)


def _equal(one: Any, other: Any, *, optional: bool) -> bool:
    if one is None or other is None:
        return one is other or (optional and other is None)
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-12)
