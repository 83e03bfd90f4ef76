"""Days and periods of a zone, from zoneinfo alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def local_day(moment: datetime | date, zone: str) -> date:
    """The calendar date of a naive UTC instant; a date is itself."""
    if not isinstance(moment, datetime):
        return moment
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def instant(day: date, zone: str) -> datetime:
    """The naive UTC instant of a day's first moment."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def period_of(day: date, grain: str) -> date:
    """First day of the period a day is in."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    months = MONTHS[grain]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def following(start: date, grain: str) -> date:
    """First day of the next period."""
    if grain in ("day", "week"):
        return start + timedelta(days=1 if grain == "day" else 7)
    months = start.year * 12 + start.month - 1 + MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)


def periods(since: date, until: date, grain: str) -> Iterator[tuple[date, date]]:
    """Every period that has a day from since until until, cut off at both."""
    start = period_of(since, grain)
    while start < until:
        end = following(start, grain)
        yield start, end
        start = end
