"""Figures as people read them: rounded once, with their unit, as the page's language writes them."""

from __future__ import annotations

import math
import re

from django.utils.translation import gettext as _

from helder.metrics.unit import shown
from helder.web.writing import language, writing

#: What stands where there is no figure.
NONE = "\N{EN DASH}"
_MINUS, _SOME = re.compile(r"-(?=\d)"), re.compile(r"[1-9]")


def headline(value: float | None, unit: str) -> str:
    """A figure short enough for a tile: € 2.50 M, 56.7 %, 1 h 12 min; a dash for none."""
    if value is None:
        return NONE
    if is_money(unit):
        return _signed(writing().money(writing().short(value), writing().sign(unit)))
    if unit == "count" and abs(value) >= 1e6:
        return _signed(writing().short(value))
    return _signed(shown(value, unit, language()))


def full(value: float | None, unit: str) -> str:
    """A figure in full; a dash for none."""
    return NONE if value is None else _signed(shown(value, unit, language()))


def number(value: float, digits: int = 0) -> str:
    """A bare number."""
    return _signed(writing().number(value, digits))


def change(value: float, unit: str) -> str:
    """A difference with its sign; that of shares is in percentage points."""
    size = abs(value)
    text = number(size * 100, 1) if unit == "share" else number(size, 1) if unit.startswith("points") else headline(size, unit)
    sign = "±" if not _SOME.search(text) else "+" if value > 0 else "\N{MINUS SIGN}"  # as it is rounded
    if unit == "share":
        return _("%(sign)s%(size)s pp") % {"sign": sign, "size": text}
    if unit.startswith("points"):
        return _("%(sign)s%(size)s points") % {"sign": sign, "size": text}
    return f"{sign}{text}"


def interval(low: float | None, high: float | None, unit: str) -> str | None:
    """The interval in words; None where the data do not give one."""
    if low is None or high is None:
        return None
    return _("%(low)s to %(high)s") % {"low": headline(low, unit), "high": headline(high, unit)}


def probability(p: float | None) -> str | None:
    """A p-value as papers write it; None for none."""
    if p is None or math.isnan(p):
        return None
    return f"p < {number(0.001, 3)}" if p < 0.001 else f"p = {number(p, 3 if p < 0.1 else 2)}"


def is_money(unit: str) -> bool:
    """Whether a unit is a currency's code."""
    return len(unit) == 3 and unit.isupper()


def _signed(text: str) -> str:
    """A figure with the minus sign that pages write, rather than a hyphen."""
    return _MINUS.sub("\N{MINUS SIGN}", text)


def dashed(ends: str) -> str:
    """A scale as people write it: from an end to the other."""
    return ends.replace("-", NONE)
