"""Grains: what periods there are, and in which of them a day lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Ibis units of the grains; weeks are ISO weeks, from Monday.
_UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
FISCAL = "fiscal_"


def in_months(grain: str) -> tuple[int, int]:
    """How many months a period has, and the month that years of such periods begin in."""
    name, _, first = grain.partition("@")
    return _MONTHS[name.removeprefix(FISCAL)], int(first or 1)


def start_of(day: ir.DateValue, grain: str) -> ir.DateValue:
    """First date of the period of a column of days."""
    import ibis

    if grain == "day":
        return day
    unit = _UNITS[grain.partition("@")[0].removeprefix(FISCAL)]
    later = in_months(grain)[1] - 1 if grain.startswith(FISCAL) else 0
    if not later:
        return day.truncate(unit).cast("date")
    # A day that the month before does not have becomes its last: that is in the same month, so in the same period.
    months = ibis.interval(months=later)
    return ((day - months).cast("date").truncate(unit).cast("date") + months).cast("date")
