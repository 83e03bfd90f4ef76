"""Units: what a raw figure is multiplied by, and how it is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from helder.i18n import Style, style
from helder.model.money import minor_units

#: What units are called on axes, where their own name is no word: by language.
_TITLES = {
    "share": {"en": "%", "nl": "%", "da": "%"},
    "s": {"en": "seconds", "nl": "seconden", "da": "sekunder"},
    "points": {"en": "points", "nl": "punten", "da": "point"},
    "score": {"en": "score", "nl": "score", "da": "score"},
    "count": {"en": "number", "nl": "aantal", "da": "antal"},
    "ratio": {"en": "ratio", "nl": "verhouding", "da": "forhold"},
    "price": {"en": "price", "nl": "prijs", "da": "pris"},
    "money": {"en": "money", "nl": "geld", "da": "penge"},
}


@dataclass(frozen=True)
class Unit:
    """A unit. factor: what a form's raw value is multiplied by to be in it. of_amounts: it is a fraction of amounts of money.

    least: what nothing measured in it is below, so that no interval is; None where that is not sure.
    """

    name: str
    factor: float = 1.0
    of_amounts: bool = False
    least: float | None = None


SHARE = Unit("share")
#: A share of an amount; each row is of amounts in its own currency.
SHARE_OF_MONEY = Unit("share", of_amounts=True)
POINTS = Unit("points", 100.0)
SCORE = Unit("score")
#: A time between two moments of which the second comes after the first.
SECONDS = Unit("s", least=0.0)
NUMBER = Unit("count")
RATIO = Unit("ratio")
#: How many of one thing there are for each of another.
PER = Unit("ratio", least=0.0)
#: What something is sold for, in a currency that the row's label names.
PRICE = Unit("price")
#: Amounts; each row is in its own currency, and its unit is the currency's code.
MONEY = Unit("money")

_SPANS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def title(unit: str, language: str = "en") -> str:
    """What a unit is called; a currency by its code."""
    name = POINTS.name if unit.startswith(POINTS.name) else unit
    return _TITLES.get(name, {}).get(language, unit)


def shown(value: float | None, unit: str, language: str = "en") -> str:
    """A value in its unit as people read it: 56.7 %, 39.8, 2 min 47 s, EUR 1,234.50; "not enough data" for none.

    Rounded once, half away from zero, so that a figure and its negative look alike.
    """
    writing = style(language)
    if value is None or math.isnan(value):
        return writing.nothing
    if unit == SHARE.name:
        return f"{writing.number(value * 100, 1)} %"
    if unit == SECONDS.name:
        return _duration(value, writing)
    if unit == NUMBER.name:
        return writing.number(value, 0)
    if unit.startswith(POINTS.name):
        return writing.number(value, 1)
    if len(unit) == 3 and unit.isupper():
        return writing.money(writing.number(value, len(str(minor_units(unit))) - 1), unit)
    return writing.number(value, 2)


def changed(value: float | None, unit: str, language: str = "en") -> str:
    """A change of a value as people read it, with its sign: +1.2 pp (percentage points), -3.0, +12.0 s; nothing for none."""
    if value is None or math.isnan(value):
        return ""
    writing = style(language)
    if unit == SHARE.name:
        size = f"{writing.number(abs(value) * 100, 1)} {writing.percentage_points}"
    else:
        size = shown(abs(value), unit, language)
    return f"{'-' if value < 0 else '+'}{size}"


def _duration(seconds: float, writing: Style) -> str:
    """The two largest spans of a duration; below a minute with one decimal."""
    sign = "-" if seconds < 0 else ""
    left = abs(seconds)
    if left < 59.95:
        return f"{sign}{writing.number(left, 1)} {writing.second}"
    left = math.floor(left + 0.5)
    index = next(i for i, (size, _) in enumerate(_SPANS) if left >= size)
    (size, span), (smaller, small) = _SPANS[index], _SPANS[index + 1]
    name, small_name = getattr(writing, span), getattr(writing, small)
    return f"{sign}{int(left // size)} {name} {int(left % size // smaller)} {small_name}"
