"""Whether two ways gave the same figures, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

_FIGURES = ("value", "n", "numerator", "denominator", "low", "high")
#: Beside the dimensions: what else a row may have that is no figure.
_PLACE = ("metric", "start", "label", "spread")
Cell = tuple[Any, ...]
Row = Mapping[str, Any]


def cells(rows: Iterable[Row]) -> dict[Cell, Row]:
    """Rows by metric, period, label (scale, currency or choice) and all they have beside: the dimensions."""
    found: dict[Cell, Row] = {}
    for row in rows:
        dimensions = sorted(name for name in row if name not in (*_FIGURES, *_PLACE))
        cell = (row["metric"], _day(row.get("start")), row.get("label"), *(row[name] for name in dimensions))
        if cell in found:
            raise SystemExit(f"two rows for {cell}")
        found[cell] = row
    return found


def different(ours: Mapping[Cell, Row], theirs: Mapping[Cell, Row]) -> list[Cell]:
    """Cells in which any figure that both give differs by more than a billionth, or that only one of them has.

    What Helder says in so many words others leave out: a cell without a value, and the nought of a choice nobody made.
    """
    return [cell for cell in ours.keys() | theirs.keys() if not _same(ours.get(cell), theirs.get(cell))]


def _day(start: Any) -> str | None:
    if start is None or isinstance(start, float):
        return None
    return (start.date() if isinstance(start, datetime) else start).isoformat() if isinstance(start, date) else str(start)[:10]


def _same(ours: Row | None, theirs: Row | None) -> bool:
    if ours is None:
        return theirs is not None and _missing(theirs["value"])
    if theirs is None:
        return ours["value"] is None or (ours["value"] == 0 and ours["label"] is not None)
    return all(_equal(ours[name], theirs[name], optional=name not in ("value", "n")) for name in _FIGURES if name in theirs)


def _equal(one: Any, other: Any, *, optional: bool) -> bool:
    if _missing(one) or _missing(other):
        return _missing(other) and (optional or _missing(one))
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-12)


def _missing(figure: Any) -> bool:
    return figure is None or figure != figure or figure == ""
