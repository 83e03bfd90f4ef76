"""Local time in a zone, computed so that every engine agrees.

Engines differ on time zones (some truncate to the UTC day without a word), so the zone's transitions are written into
the expression itself as a balanced CASE, from Python's zoneinfo.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from helder.errors import UnknownName

if TYPE_CHECKING:
    import ibis.expr.types as ir

UTC = UTC
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
_STEP = timedelta(days=20)  # shorter than any two transitions that matter lie apart


@lru_cache
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name; UnknownName otherwise."""
    if name not in available_timezones():
        raise UnknownName("time zone", name, available_timezones())
    return ZoneInfo(name)


@lru_cache
def transitions(name: str) -> tuple[tuple[datetime, int], ...]:
    """Moments (UTC) at which a zone's offset changes, 1970 to 2060, each with the offset in seconds from then on.

    The first entry is the beginning of time with the offset then in force.
    """
    place = zone(name)
    found = [(datetime.min.replace(tzinfo=UTC), _offset(place, _FIRST))]
    moment = _FIRST
    while moment < _LAST:
        following = moment + _STEP
        if _offset(place, moment) != _offset(place, following):
            change = _bisect(place, moment, following)
            found.append((change, _offset(place, change)))
        moment = following
    return tuple(found)


def _offset(place: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(place).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def _bisect(place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second at which the offset is that of `after`."""
    old = _offset(place, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset(place, middle) == old else (before, middle)
    return after


def local_time(instant: ir.TimestampValue, name: str, years: tuple[int, int] | None = None) -> ir.TimestampValue:
    """Wall-clock time in a zone of a column of UTC instants. years: the first and last of them, where that is known."""
    changes = transitions(name) if years is None else _within(transitions(name), *years)
    if len(changes) == 1 and changes[0][1] == 0:
        return instant
    return instant + _offset_case(instant, changes).as_interval("s")


def local_day(instant: ir.TimestampValue, name: str, years: tuple[int, int] | None = None) -> ir.DateValue:
    """Calendar date in a zone of a column of UTC instants. years: the first and last of them, where that is known."""
    return local_time(instant, name, years).date()


def local_date(instant: datetime, name: str) -> date:
    """Calendar date in a zone at a UTC instant without zone: what `local_day` gives for it."""
    changes = transitions(name)
    at = bisect_right(changes, instant.replace(tzinfo=UTC), key=itemgetter(0)) - 1
    return (instant + timedelta(seconds=changes[at][1])).date()


def _within(changes: tuple[tuple[datetime, int], ...], first: int, last: int) -> tuple[tuple[datetime, int], ...]:
    """The changes of some years, after the last one before them."""
    before = [change for change in changes if change[0].year < first]
    return (*before[-1:], *(change for change in changes if first <= change[0].year <= last)) or changes[:1]


def _offset_case(instant: ir.TimestampValue, changes: tuple[tuple[datetime, int], ...]) -> ir.IntegerValue:
    """Offset in seconds as a balanced CASE: as many comparisons as the logarithm of the transitions."""
    import ibis

    if len(changes) == 1:
        return ibis.literal(changes[0][1], type="int64")
    half = len(changes) // 2
    border = ibis.literal(changes[half][0].replace(tzinfo=None), type="timestamp(6)")
    return ibis.ifelse(instant < border, _offset_case(instant, changes[:half]), _offset_case(instant, changes[half:]))


def day_start(day: date, name: str) -> datetime:
    """The UTC instant, without zone, at which a calendar day begins in a zone.

    Where midnight does not exist (a change of clocks at midnight) it is the first moment of that day.
    """
    place = zone(name)
    moment = datetime(day.year, day.month, day.day, tzinfo=place).astimezone(UTC)
    while moment.astimezone(place).date() < day:
        moment += timedelta(minutes=15)
    return moment.replace(tzinfo=None)
