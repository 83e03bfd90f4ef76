"""Business calendars: when a company is open, in words and as open time per UTC day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from helder.errors import UnknownName
from helder.model.zones import transitions

if TYPE_CHECKING:
    import pyarrow as pa

#: Names that are no calendar's: every hour counts; and each row goes by the calendar of its queue, team or channel.
ALWAYS, OWN = "always", "own"
#: What a calendar can be for, in the order in which a row's is looked for: the column's name, and the field's.
ROLES = {"queue": "queues", "team": "teams", "channel": "channels"}
#: Local dates between which open time is computed, as the zones' changes of clock are known; the last is not included.
FIRST, LAST = date(1970, 1, 1), date(2060, 1, 1)

#: Minutes of a local day between which it is open; the second is beyond 1440 where the night is worked through.
Span = tuple[int, int]
_Ints = NDArray[np.int64]
_MINUTE, _DAY = 60, 86_400
_MICRO = 1_000_000
_ALL_DAY: tuple[Span, ...] = ((0, 1440),)


@dataclass(frozen=True)
class Schedule:
    """Opening hours, in force from a local date until another (not included); None where there is no such border.

    hours: spans per weekday, Monday first, and as the eighth those of public holidays.
    """

    hours: tuple[tuple[Span, ...], ...]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Calendar:
    """When one is open, in a zone: the schedule in force at each moment, but for holidays and dates with hours of their own.

    schedules: in order of time, each ending where the next begins. dates: hours instead of those of the weekday or the
    holiday. queues, teams, channels: whose calendar it is.
    """

    name: str
    zone: str
    schedules: tuple[Schedule, ...]
    country: str | None = None
    subdivision: str | None = None
    dates: tuple[tuple[date, tuple[Span, ...]], ...] = ()
    queues: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[date, date]:
        """Local dates between which it is known when it is open; the second is not included."""
        years = holiday_years(self.country, self.subdivision) if self.country else (FIRST.year, LAST.year - 1)
        since, until = self.schedules[0].since or FIRST, self.schedules[-1].until or LAST
        return max(since, FIRST, date(years[0], 1, 1)), min(until, LAST, date(years[1] + 1, 1, 1))


def _holidays(country: str, subdivision: str | None, years: Iterable[int] | None = None) -> Any:
    import holidays

    known = holidays.list_supported_countries()
    if country not in known:
        raise UnknownName("country with known holidays", country, known)
    if subdivision is not None and subdivision not in known[country]:
        raise UnknownName(f"subdivision of {country}", subdivision, known[country])
    return holidays.country_holidays(country, subdiv=subdivision, years=years)


@lru_cache
def holiday_years(country: str, subdivision: str | None) -> tuple[int, int]:
    """The first and the last year whose public holidays are known; UnknownName for a country or part of it that is not."""
    found = _holidays(country, subdivision)
    return found.start_year, found.end_year


@lru_cache
def _holiday_dates(country: str, subdivision: str | None) -> frozenset[date]:
    first, last = holiday_years(country, subdivision)
    return frozenset(_holidays(country, subdivision, range(max(first, FIRST.year), min(last, LAST.year) + 1)))


def open_days(calendars: Iterable[Calendar]) -> pa.Table:
    """Open time by calendar and UTC day, in microseconds, from which that between any two moments follows.

    A row is one calendar on one day. before: open time from the calendar's first known moment up to the day's first.
    known_from, known_to: the part of the day, within it, on which the calendar says anything. from_1, to_1 ...: the spans
    of the day, within it, on which it is open; both are 0 where there are fewer.
    """
    import pyarrow as pa

    parts = [_days_of(calendar) for calendar in calendars]
    most = max((sum(name.startswith("from_") for name in part) for part in parts), default=0)
    spans = [f"{end}_{i + 1}" for i in range(most) for end in ("from", "to")]
    for part in parts:
        part.update({name: np.zeros(len(part["day"]), dtype=np.int64) for name in spans if name not in part})
    names = ("calendar", "day", "before", "known_from", "known_to", *spans)
    return pa.table({name: pa.array(np.concatenate([part[name] for part in parts])) for name in names})


@lru_cache(maxsize=64)
def _open(calendar: Calendar) -> tuple[_Ints, _Ints]:
    """Starts and ends (UTC seconds since 1970) of the spans in which it is open, in order, none touching another."""
    begins, ends = [], []
    for schedule in calendar.schedules:
        first, last = _numbers(*calendar.known)
        since, until = _numbers(schedule.since or FIRST, schedule.until or LAST)
        since, until = max(since, first), min(until, last)
        if since >= until:
            continue
        low, high = reached(np.array([since, until]) * _DAY, calendar.zone)
        # The night before the first day counts, too: the hours in force at each moment are this schedule's.
        start, end = _wall_spans(calendar, schedule, np.arange(since - 1, until, dtype=np.int64))
        begins.append(np.clip(reached(start, calendar.zone), low, high))
        ends.append(np.clip(reached(end, calendar.zone), low, high))
    start, end = np.concatenate(begins), np.concatenate(ends)
    return _merged(start[end > start], end[end > start])


def _numbers(*days: date) -> tuple[int, ...]:
    """Days since 1970."""
    return tuple(day.toordinal() - FIRST.toordinal() for day in days)


def _wall_spans(calendar: Calendar, schedule: Schedule, days: _Ints) -> tuple[_Ints, _Ints]:
    """Opening and closing, in seconds of wall-clock time since 1970, of each span that begins on these local days."""
    kinds = (days + 3) % 7  # the first of 1970 was a Thursday
    if calendar.country:
        holidays = _numbers(*_holiday_dates(calendar.country, calendar.subdivision))
        kinds[np.isin(days, holidays)] = 7
    hours = list(schedule.hours)
    for day, own in calendar.dates:
        kinds[days == _numbers(day)[0]] = len(hours)
        hours.append(own)
    pairs = [(days[kinds == kind] * _DAY, span) for kind, spans in enumerate(hours) for span in spans]
    none = np.empty(0, dtype=np.int64)
    return (
        np.concatenate([none, *(midnight + span[0] * _MINUTE for midnight, span in pairs)]),
        np.concatenate([none, *(midnight + span[1] * _MINUTE for midnight, span in pairs)]),
    )


def reached(wall: _Ints, zone: str) -> _Ints:
    """The first moments (UTC seconds since 1970) at which the clocks of a zone show some times, or a later one.

    A time that is shown twice is reached the first time; one that is skipped, when the clock jumps over it.
    """
    changes = transitions(zone)
    offsets = np.array([offset for _, offset in changes], dtype=np.int64)
    moments = np.array([round(moment.timestamp()) for moment, _ in changes[1:]], dtype=np.int64)
    last_shown = moments + offsets[:-1]
    epoch = np.searchsorted(last_shown, wall, side="right")
    opens = np.concatenate([[np.iinfo(np.int64).min], moments])
    found: _Ints = np.maximum(opens[epoch], wall - offsets[epoch])
    return found


def _merged(start: _Ints, end: _Ints) -> tuple[_Ints, _Ints]:
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    fresh = np.concatenate([[True], start[1:] > reach[:-1]]) if len(start) else np.empty(0, dtype=bool)
    last = np.concatenate([fresh[1:], [True]]) if len(start) else fresh
    return start[fresh], reach[last]


def _days_of(calendar: Calendar) -> dict[str, Any]:
    start, end = _open(calendar)
    low, high = (int(n) for n in reached(np.array(_numbers(*calendar.known)) * _DAY, calendar.zone))
    first, last = low // _DAY, high // _DAY
    days = np.arange(first, last + 1, dtype=np.int64)
    touched = (end - 1) // _DAY - start // _DAY + 1
    nth = np.arange(touched.sum()) - np.repeat(np.cumsum(touched) - touched, touched)
    midnight = (np.repeat(start // _DAY, touched) + nth) * _DAY
    begins = np.maximum(np.repeat(start, touched), midnight) - midnight
    ends = np.minimum(np.repeat(end, touched), midnight + _DAY) - midnight
    at = midnight // _DAY - first
    total = np.bincount(at, (ends - begins).astype(np.float64), len(days)).astype(np.int64)
    slot = np.arange(len(at)) - np.searchsorted(at, at, side="left")
    found: dict[str, Any] = {
        "calendar": np.full(len(days), calendar.name),
        "day": days.astype("datetime64[D]"),
        "before": (np.cumsum(total) - total) * _MICRO,
        "known_from": np.maximum(low - days * _DAY, 0) * _MICRO,
        "known_to": np.minimum(high - days * _DAY, _DAY) * _MICRO,
    }
    for i in range(slot.max(initial=-1) + 1):
        for name, value in (("from", begins), ("to", ends)):
            column = np.zeros(len(days), dtype=np.int64)
            column[at[slot == i]] = value[slot == i] * _MICRO
            found[f"{name}_{i + 1}"] = column
    return found


def in_words(calendar: Calendar) -> str:
    """What a calendar says, as one sentence."""
    parts = ["; ".join(_schedule_in_words(schedule) for schedule in calendar.schedules)]
    if calendar.country:
        where = f"{calendar.country}-{calendar.subdivision}" if calendar.subdivision else calendar.country
        parts.append(f"public holidays of {where} {_spans_in_words(calendar.schedules[-1].hours[7])}")
    parts += [f"{day} {_spans_in_words(spans)}" for day, spans in calendar.dates]
    whose = [f"{field} {', '.join(getattr(calendar, field))}" for field in ROLES.values() if getattr(calendar, field)]
    return f"{calendar.name}: {'; '.join(parts)}; clock of {calendar.zone}" + (f"; for {' and '.join(whose)}" if whose else "")


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _schedule_in_words(schedule: Schedule) -> str:
    runs: list[list[int]] = []
    for day in range(7):
        if runs and schedule.hours[day] == schedule.hours[runs[-1][0]]:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [
        f"{_DAYS[run[0]]}{f' to {_DAYS[run[-1]]}' if len(run) > 1 else ''} {_spans_in_words(schedule.hours[run[0]])}"
        for run in runs
        if schedule.hours[run[0]]
    ]
    borders = [f"{word} {day}" for word, day in (("from", schedule.since), ("until", schedule.until)) if day]
    return " ".join([*borders, ", ".join(said) or "closed"])


def _spans_in_words(spans: tuple[Span, ...]) -> str:
    if spans == _ALL_DAY:
        return "all day"
    return " and ".join(f"{_clock(a)}-{_clock(b - 1440 if b > 1440 else b)}" for a, b in spans) or "closed"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def days_known(calendar: Calendar) -> str:
    """The known days, as people say them: the first and the last."""
    first, until = calendar.known
    return f"{first} to {until - timedelta(days=1)}"
