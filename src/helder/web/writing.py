"""The page's language, and how it writes figures and days: for texts, and for charts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import dates
from django.utils.translation import get_language

from helder.facts.titles import of_dimension, weekdays
from helder.i18n import Style, style

#: Weekdays as they are counted.
_WEEKDAYS = tuple("1234567")


def language() -> str:
    """The code of the page's language; English where none is active."""
    return (get_language() or "en")[:2]


def dimension(name: str) -> str:
    """What a dimension is called."""
    return of_dimension(name, language())


def value(name: str, text: str) -> str:
    """What a value of a dimension is called: Monday rather than the first of the week."""
    if name == "weekday" and text in _WEEKDAYS:
        return weekdays(language())[int(text) - 1].capitalize()
    return f"{text}:00" if name == "hour" and text.isdecimal() else text


def narrowed(name: str, texts: Iterable[str]) -> str:
    """What somebody sees who is narrowed to some values of a dimension: Country: DK / NL."""
    return f"{dimension(name)}: {' / '.join(value(name, one) for one in texts)}"


def writing() -> Style:
    """How the page's language writes figures."""
    return style(language())


def day_in_charts() -> str:
    """How charts write a day, in the signs of d3: 5 November 2026."""
    return "%-d. %B %Y" if language() == "da" else "%-d %B %Y"


def day_of_axes() -> str:
    """How axes write a day."""
    return "%-d. %b" if language() == "da" else "%-d %b"


def days_of_axes() -> dict[str, str]:
    """How axes of days write what they are marked with, by what begins there."""
    day = day_of_axes()
    return {"year": "%Y", "quarter": "%B", "month": "%B", "week": day, "date": day}


def of_charts() -> dict[str, Any]:
    """How Vega is to write numbers and times: the `locale` of its configuration."""
    days = [str(dates.WEEKDAYS[(day + 6) % 7]) for day in range(7)]  # a week begins on Sunday for Vega, on Monday for Django
    short_days = [str(dates.WEEKDAYS_ABBR[(day + 6) % 7]) for day in range(7)]
    short_months = [str(dates.MONTHS_3[month]) for month in range(1, 13)]
    first_days = "%m/%d/%Y" if language() == "en" else "%d-%m-%Y"
    return {
        "number": {"decimal": writing().decimal, "thousands": writing().thousands, "grouping": [3], "currency": ["", ""]},
        "time": {
            "dateTime": f"{first_days} %H:%M",
            "date": first_days,
            "time": "%H:%M",
            "periods": ["AM", "PM"],
            "days": days,
            "shortDays": short_days,
            "months": [str(dates.MONTHS[month]) for month in range(1, 13)],
            "shortMonths": [month.capitalize() for month in short_months] if language() == "en" else short_months,
        },
    }
