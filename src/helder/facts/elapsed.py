"""Elapsed time between two moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def seconds_between(start: ir.TimestampValue, end: ir.TimestampValue) -> ir.FloatingValue:
    """Elapsed seconds, counted in microseconds, as engines differ on coarser units."""
    return end.delta(start, unit="microsecond") / 1_000_000
