"""Units: what a raw figure is multiplied by, and how it is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from helder.model.money import minor_units


@dataclass(frozen=True)
class Unit:
    """A unit. factor: what a form's raw value is multiplied by to be in it. of_amounts: it is a fraction of amounts of money."""

    name: str
    factor: float = 1.0
    of_amounts: bool = False


SHARE = Unit("share")
#: A share of an amount; each row is of amounts in its own currency.
SHARE_OF_MONEY = Unit("share", of_amounts=True)
POINTS = Unit("points", 100.0)
SCORE = Unit("score")
SECONDS = Unit("s")
NUMBER = Unit("count")
RATIO = Unit("ratio")
#: What something is sold for, in a currency that the row's label names.
PRICE = Unit("price")
#: Amounts; each row is in its own currency, and its unit is the currency's code.
MONEY = Unit("money")

_SPANS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def shown(value: float | None, unit: str) -> str:
    """A value in its unit as people read it: 56.7 %, 39.8, 2 min 47 s, EUR 1,234.50; "not enough data" for none.

    Rounded once, half away from zero, so that a figure and its negative look alike.
    """
    if value is None or math.isnan(value):
        return "not enough data"
    if unit == SHARE.name:
        return f"{_rounded(value * 100, 1)} %"
    if unit == SECONDS.name:
        return _duration(value)
    if unit == NUMBER.name:
        return _rounded(value, 0)
    if unit.startswith(POINTS.name):
        return _rounded(value, 1)
    if len(unit) == 3 and unit.isupper():
        return f"{unit} {_rounded(value, len(str(minor_units(unit))) - 1)}"
    return _rounded(value, 2)


def changed(value: float | None, unit: str) -> str:
    """A change of a value as people read it, with its sign: +1.2 pp (percentage points), -3.0, +12.0 s; nothing for none."""
    if value is None or math.isnan(value):
        return ""
    size = f"{_rounded(abs(value) * 100, 1)} pp" if unit == SHARE.name else shown(abs(value), unit)
    return f"{'-' if value < 0 else '+'}{size}"


def _rounded(value: float, digits: int) -> str:
    scale = 10**digits
    rounded = math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)
    return f"{rounded + 0.0:,.{digits}f}"


def _duration(seconds: float) -> str:
    """The two largest spans of a duration; below a minute with one decimal."""
    sign = "-" if seconds < 0 else ""
    left = abs(seconds)
    if left < 59.95:
        return f"{sign}{_rounded(left, 1)} s"
    left = math.floor(left + 0.5)
    index = next(i for i, (size, _) in enumerate(_SPANS) if left >= size)
    (size, name), (smaller, small_name) = _SPANS[index], _SPANS[index + 1]
    return f"{sign}{int(left // size)} {name} {int(left % size // smaller)} {small_name}"
