"""Which days another tool's periods may hold: how they are labelled, and where they may begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from helder.errors import BadInput, UnknownName
from helder.query.periods import add_months, following

#: Grains of their periods.
GRAINS = ("day", "week", "month", "quarter", "year")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})[-\s]?q([1-4])|q([1-4])[-\s]?(\d{4})")
_WEEK = re.compile(r"(\d{4})[-\s]?w(\d{1,2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDS = re.compile(r"([a-z]{3})[a-z]*\.?[\s-](\d{4})")


@dataclass(frozen=True)
class Labels:
    """The first day each label says, and the grain of the periods; None where there are no periods."""

    grain: str | None
    starts: tuple[date, ...] | None


@dataclass(frozen=True)
class Border:
    """Where a period begins and ends, given its label. name: in words, none for Helder's own."""

    name: str
    moved: int = 0
    longer: int = 0

    def days(self, label: date, grain: str) -> tuple[date, date]:
        """Its first day, and the day after its last."""
        first = label + timedelta(days=self.moved)
        last = first + timedelta(days=7) if grain == "week" else following(label, grain) + timedelta(days=self.moved)
        return first, last + timedelta(days=self.longer)


OWN = Border("")
_ENDS = (Border("its last day left out", longer=-1), Border("the day after its last included", longer=1))
_WEEKS = (
    Border("weeks from Sunday, each under the Monday after", moved=-1),
    Border("weeks from Sunday, each under the Monday before", moved=6),
    Border("weeks that end on the day they are labelled with", moved=-6),
    Border("weeks that begin the day after their label", moved=1),
)


def borders(grain: str | None, starts: Sequence[date | None]) -> tuple[Border, ...]:
    """The borders to try, Helder's own first."""
    if grain is None:
        return (OWN,)
    if grain == "day":
        return (OWN, Border("each under the day after", moved=-1), Border("each under the day before", moved=1))
    if grain != "week":
        return (OWN, *_ENDS)
    names = {0: "weeks from Monday", 6: "weeks from Sunday", 5: "weeks from Saturday"}
    weekdays = {start.weekday() for start in starts if start}
    own = OWN if weekdays == {0} else Border(names.get(min(weekdays), "weeks from the day they are labelled with"))
    return (own, *_WEEKS, *_ENDS) if weekdays == {0} else (own, *_WEEKS[2:], *_ENDS)


def labels(values: Sequence[Any], column: str, grain: str | None) -> Labels:
    """The first days of their periods. Raises BadInput for a date that cannot be read, or a grain that cannot be told."""
    if grain is not None and grain not in GRAINS:
        raise UnknownName("grain", grain, GRAINS)
    read = [_label(value, f"theirs, row {i}, column {column}") for i, value in enumerate(values, 1)]
    said = {kind for _, kind in read if kind}
    if len(said) > 1 or (said and any(kind is None for _, kind in read)):
        raise BadInput(f"Some of {column} are a {sorted(said)[0]}, others not.", where="theirs", fix="Write them all alike.")
    starts = [start for start, _ in read]
    named = column if column in GRAINS else None
    found = grain or next(iter(said), None) or named or _told(starts, column)
    return Labels(found, tuple(_first_days(starts, found)))


def _first_days(starts: list[date], grain: str) -> list[date]:
    """Labels of months, quarters and years that are their last day, as their first."""
    if grain in ("day", "week") or not all((start + timedelta(days=1)).day == 1 for start in starts):
        return starts
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    return [add_months(start + timedelta(days=1), -months) for start in starts]


def _label(value: Any, where: str) -> tuple[date, str | None]:
    """The day a label says, and the grain it is written as, where it says one."""
    if isinstance(value, datetime):
        return value.date(), None
    if isinstance(value, date):
        return value, None
    text = str(value).strip().lower()
    try:
        return _of_text(text)
    except (ValueError, TypeError):
        fix = "Write it as 2026-03-31, 2026-03, 2026-Q1, 2026-W10 or 2026."
        raise BadInput(f"{value!r} is not a period.", where=where, fix=fix) from None


def _of_text(text: str) -> tuple[date, str | None]:
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), "year"
    if found := _MONTH.fullmatch(text):
        return date(int(found[1]), int(found[2]), 1), "month"
    if found := _WORDS.fullmatch(text):
        return date(int(found[2]), _MONTHS.index(found[1]) + 1, 1), "month"
    if found := _QUARTER.fullmatch(text):
        return date(int(found[1] or found[4]), int(found[2] or found[3]) * 3 - 2, 1), "quarter"
    if found := _WEEK.fullmatch(text):
        return date.fromisocalendar(int(found[1]), int(found[2]), 1), "week"
    return datetime.fromisoformat(text).date(), None


def _told(starts: list[date], column: str) -> str:
    """The grain that the labels themselves tell."""
    days = sorted(set(starts))
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    firsts = all(day.day == 1 for day in days) or all((day + timedelta(days=1)).day == 1 for day in days)
    if len(days) > 1 and firsts:
        return "year" if min(gaps) >= 365 else "quarter" if min(gaps) >= 89 else "month"
    if len(days) > 1 and all(gap % 7 == 0 for gap in gaps):
        return "week"
    if len(days) > 1:
        return "day"
    raise BadInput(
        f"The one date in {column} does not tell whether it is a day, a week or a month.", where="theirs",
        fix="Name the column month (day, week, quarter, year), or say --grain month.",
    )  # fmt: skip
