"""Open time by watching the clock, minute by minute, from calendars written as in the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from oracle.cells import Row

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)


def _hours(calendar: dict[str, Any], schedule: dict[str, Any], day: date) -> list[str]:
    """The hours written for a day: its own, else those of holidays, else those of its weekday."""
    if day.isoformat() in calendar.get("dates", {}):
        found = calendar["dates"][day.isoformat()]
    elif "country" in calendar and day in holidays.country_holidays(calendar["country"], subdiv=calendar.get("subdivision")):
        found = schedule["hours"].get("holidays", [])
    else:
        found = schedule["hours"].get(DAYS[day.weekday()], [])
    return [found] if isinstance(found, str) else found


def _at(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)


def _schedule(calendar: dict[str, Any], day: date) -> dict[str, Any]:
    for schedule in calendar.get("schedule", [calendar]):
        if schedule.get("from", date.min) <= day < schedule.get("until", date.max):
            return schedule
    raise AssertionError("no schedule is in force")


def _spans(calendar: dict[str, Any], day: date) -> list[tuple[datetime, datetime]]:
    """Spans of clock time that a day's schedule says it is open in: those of the day, and of the night before."""
    schedule, found = _schedule(calendar, day), []
    for begun in (day - timedelta(days=1), day):
        for span in _hours(calendar, schedule, begun):
            start, end = (_at(begun, clock) for clock in span.split("-"))
            found.append((start, end if end > start else end + timedelta(days=1)))
    return found


class Watch:
    """Someone who looks at the clock every minute from `first`, and does not let it go back."""

    def __init__(self, calendar: dict[str, Any], first: datetime, days: int) -> None:
        self.first, zone = first, ZoneInfo(calendar["zone"])
        minutes = [first + MINUTE * i for i in range(days * 1440)]
        walls = accumulate((m.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) for m in minutes), max)
        days_there = {first.date() + timedelta(days=n) for n in range(-2, days + 2)}
        spans = {day: _spans(calendar, day) for day in days_there}
        is_open = (any(start <= wall < end for start, end in spans[wall.date()]) for wall in walls)
        self.total = list(accumulate((60.0 * there for there in is_open), initial=0.0))

    def until(self, moment: datetime) -> float:
        """Seconds it was open from the first minute up to a moment."""
        minute, rest = divmod(moment - self.first, MINUTE)
        share = rest / MINUTE
        return self.total[minute] + (self.total[minute + 1] - self.total[minute]) * share

    def seconds(self, start: datetime, end: datetime) -> float:
        """Seconds it was open between two moments."""
        return self.until(end) - self.until(start)


#: The calendars of every company made up: of one queue's team, of a channel, and of nobody.
CALENDARS: dict[str, dict[str, Any]] = {
    "red": {
        "zone": "America/New_York", "teams": ["red"], "hours": {"mon-fri": "09:00-17:30"} | {"sat": "22:00-06:00"},
        "dates": {"2025-03-20": "12:00-13:00"},
    },
    "phone": {"zone": "Europe/Amsterdam", "country": "NL", "channels": ["phone"], "hours": {"mon-sun": "08:00-20:00"}},
}  # fmt: skip
#: Seconds between two moments of a case, as something counts them; None where it counts none.
Clock = Callable[[Row, datetime, datetime], float | None]


def elapsed(row: Row, start: datetime, end: datetime) -> float | None:
    """Every second."""
    return (end - start).total_seconds()


@cache
def _watch(name: str, year: int) -> Watch:
    """A watch on a company's calendar over the months in which the company is."""
    calendar = {**CALENDARS[name], "hours": {}}
    for days, own in CALENDARS[name]["hours"].items():
        first, _, last = days.partition("-")
        for day in DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]:
            calendar["hours"][day] = own
    return Watch(calendar, datetime(year, 2, 20), 300)


def clock_of(name: str) -> Clock:
    """What counts the seconds under a value of the parameter calendar."""

    def clock(row: Row, start: datetime, end: datetime) -> float | None:
        own = "red" if row["team"] == "red" else "phone" if row["channel"] == "phone" else None
        chosen = own if name == "own" else name
        return None if chosen is None else _watch(chosen, 2025).seconds(start, end)

    return elapsed if name == "always" else clock
