"""Figures as people read them: rounded once, with their unit."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from helder.metrics.unit import shown

#: What stands where there is no figure.
NONE = "\N{EN DASH}"
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
_LARGE = ((1e9, " bn"), (1e6, " M"))


def headline(value: float | None, unit: str) -> str:
    """A figure short enough for a tile: € 2.50 M, 56.7 %, 1 h 12 min; a dash for none."""
    if value is None:
        return NONE
    if is_money(unit):
        return f"{_SIGNS.get(unit, unit)} {_short(value)}"
    if unit == "count" and abs(value) >= 1e6:
        return _short(value)
    return shown(value, unit)


def full(value: float | None, unit: str) -> str:
    """A figure in full; a dash for none."""
    return NONE if value is None else shown(value, unit)


def change(value: float, unit: str) -> str:
    """A difference with its sign; that of shares is in percentage points."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else "±"
    size = abs(value)
    if unit == "share":
        return _("%(sign)s%(size)s pp") % {"sign": sign, "size": shown(size * 100, "points")}
    if unit.startswith("points"):
        return _("%(sign)s%(size)s points") % {"sign": sign, "size": shown(size, "points")}
    return f"{sign}{headline(size, unit)}"


def interval(low: float | None, high: float | None, unit: str) -> str | None:
    """The interval in words; None where the data do not give one."""
    if low is None or high is None:
        return None
    return _("%(low)s to %(high)s") % {"low": headline(low, unit), "high": headline(high, unit)}


def probability(p: float | None) -> str | None:
    """A p-value as papers write it; None for none."""
    if p is None or math.isnan(p):
        return None
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def is_money(unit: str) -> bool:
    """Whether a unit is a currency's code."""
    return len(unit) == 3 and unit.isupper()


def _short(value: float) -> str:
    for size, name in _LARGE:
        if abs(value) >= size:
            return f"{value / size:,.2f}{name}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"
