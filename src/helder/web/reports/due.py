"""When a digest goes out next."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from helder.web.reports.models import Every


def following(every: str, day: int, hour: int, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after another at which a digest is due, in UTC. day: of the week or month; hour: of the zone's clock.

    An hour that a change of the clock leaves out is the one after it; one that comes twice counts once.
    """
    today = after.astimezone(zone).date()
    for ahead in range(63):
        candidate = today + timedelta(days=ahead)
        if _falls(every, day, candidate):
            due = datetime.combine(candidate, time(hour), zone).astimezone(UTC)
            if due > after:
                return due
    raise AssertionError("every digest is due within two months")


def _falls(every: str, day: int, on: date) -> bool:
    if every == Every.WEEKDAYS:
        return on.isoweekday() <= 5
    if every == Every.WEEK:
        return on.isoweekday() == day
    if every == Every.MONTH:
        return on.day == min(day, calendar.monthrange(on.year, on.month)[1])
    return True
