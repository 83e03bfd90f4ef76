"""The company's calendar: its days, when people do what, and local wall clocks turned into UTC instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from helder.demo.arrays import Floats, Ints, Times, choose
from helder.model.zones import day_start, local_date, transitions

COUNTRIES = ("NL", "DK", "GB")
LANGUAGES = ("nl", "da", "en")
ZONES = ("Europe/Amsterdam", "Europe/Copenhagen", "Europe/London")
NL, DK, GB = range(3)

#: Weight of each hour of the local day.
SITE = (3, 1.5, 0.8, 0.5, 0.5, 1, 3, 6, 8, 9, 10, 10, 11, 10, 9, 9, 9, 10, 11, 15, 18, 17, 13, 7)
SHOP_FLOOR = (0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 9, 11, 13, 12, 12, 13, 12, 9, 3, 0, 0, 0, 0, 0)
LINES = (0, 0, 0, 0, 0, 0, 0, 0, 7, 11, 12, 11, 8, 8, 9, 9, 8, 7, 4, 3, 2, 1, 0.8, 1.2)
MAIL = (1, 0.6, 0.4, 0.3, 0.3, 0.5, 1.5, 3, 6, 8, 8, 7, 6, 6, 6, 6, 6, 6, 6, 7, 8, 7, 5, 3)
OFFICE = (0, 0, 0, 0, 0, 0, 0, 1, 5, 9, 10, 9, 5, 7, 9, 9, 7, 3, 0, 0, 0, 0, 0, 0)

_WEEKDAYS = np.array([0.96, 0.94, 0.95, 0.99, 1.08, 1.17, 0.91])
_OFFICE_DAYS = np.array([1.30, 1.10, 1.02, 1.00, 0.95, 0.85, 0.78])
_MONTHS = np.array([0.90, 0.88, 0.95, 0.95, 0.98, 0.92, 0.84, 0.88, 0.98, 1.04, 1.25, 1.62])


@dataclass(frozen=True)
class Clock:
    """Two years up to `until`, by local days.

    until: UTC instant nothing is later than. zone: whose months count. first: the first local day, a month's first.
    dates: each day. months: the first local date of each month. borders: UTC instants at which months begin, and that
    at which the last one ends. closes: the one at which the last day ends.
    """

    until: np.datetime64
    zone: str
    first: np.datetime64
    dates: Times
    months: tuple[date, ...]
    borders: Times
    closes: np.datetime64

    @property
    def days(self) -> int:
        """Number of days."""
        return len(self.dates)

    def month_day(self, month: int, day: int = 1) -> int:
        """Number of the day that is the given day of the month of that number."""
        return int((np.datetime64(self.months[month], "D") - self.first).astype(int)) + day - 1

    def month_of(self, at: Times) -> Ints:
        """Number of the month each instant lies in, in the clock's zone."""
        return np.asarray(np.searchsorted(self.borders, at, side="right") - 1, dtype=np.int64)

    def day_of(self, at: Times) -> Ints:
        """Number of the day each instant lies in, in the clock's zone."""
        local = at + _offsets(self.zone, at, local=False)
        return np.asarray((local.astype("datetime64[D]") - self.first).astype(np.int64))

    def season(self) -> Floats:
        """How busy trade is on each day; 1 on an ordinary one."""
        day, month = self._weekday(), self._month()
        busy = _WEEKDAYS[day] * _MONTHS[month - 1]
        of_month = (self.dates - self.dates.astype("datetime64[M]")).astype(int) + 1
        busy = np.where((month == 11) & (day >= 4) & (of_month >= 23) & (of_month <= 29), busy * 1.8, busy)
        return np.asarray(np.where((month == 12) & (of_month >= 25) & (of_month <= 26), busy * 0.3, busy), dtype=np.float64)

    def load(self) -> Floats:
        """How busy the contact centre is on each day; 1 on an ordinary one."""
        after = np.convolve(self.season(), np.array([0.0, 0.1, 0.3, 0.35, 0.25]))[: self.days]
        return np.asarray(_OFFICE_DAYS[self._weekday()] * np.maximum(after, 0.7), dtype=np.float64)

    def december(self) -> Floats:
        """1 on days of December, else 0."""
        return np.asarray(self._month() == 12, dtype=np.float64)

    def weekday(self, day: Ints) -> Ints:
        """Day of the week of the day of a number, Monday 0."""
        return np.asarray(((self.first + day).astype(np.int64) + 3) % 7)

    def _weekday(self) -> Ints:
        return self.weekday(np.arange(self.days))

    def _month(self) -> Ints:
        return np.asarray(self.dates.astype("datetime64[M]").astype(np.int64) % 12 + 1)

    def moments(self, rng: np.random.Generator, day: Ints, hours: tuple[float, ...], country: Ints) -> Times:
        """UTC instants on local days of a country, at hours of the local day by weight."""
        second = choose(rng, hours, len(day)) * 3600 + rng.integers(0, 3_600_000, len(day)) / 1000
        return self.instants(day, second, country)

    def instants(self, day: Ints, second: Floats, country: Ints) -> Times:
        """UTC instants of seconds of local days of a country."""
        local = (self.first + day).astype("datetime64[us]") + np.round(second * 1e3).astype(np.int64) * np.timedelta64(1000, "us")
        found = np.empty(len(local), dtype="datetime64[us]")
        for number, zone in enumerate(ZONES):
            here = country == number
            found[here] = local[here] - _offsets(zone, local[here], local=True)
        return found


def _offsets(zone: str, at: Times, *, local: bool) -> np.ndarray[tuple[int], np.dtype[np.timedelta64]]:
    """Offset from UTC in force at UTC instants, or at local times; of an hour that comes twice, even seconds are the second."""
    changes = transitions(zone)
    offsets = np.array([offset for _, offset in changes], dtype=np.int64)
    moments = np.array([moment.replace(tzinfo=None) for moment, _ in changes[1:]], dtype="datetime64[us]")
    if not local:
        return np.asarray(offsets[np.searchsorted(moments, at, side="right")].astype("timedelta64[s]"))
    before, after = moments + offsets[:-1].astype("timedelta64[s]"), moments + offsets[1:].astype("timedelta64[s]")
    early, late = np.searchsorted(before, at, side="right"), np.searchsorted(after, at, side="right")
    again = at.astype("datetime64[s]").astype(np.int64) % 2 == 0
    return np.asarray(offsets[np.where(again, late, early)].astype("timedelta64[s]"))


def clock(until: datetime, zone: str) -> Clock:
    """The two years of whole months, and what has passed of the one after, up to a UTC instant without zone."""
    last = local_date(until, zone)
    months = [date(last.year - 2 + (last.month - 1 + n) // 12, (last.month - 1 + n) % 12 + 1, 1) for n in range(26)]
    borders = np.array([day_start(month, zone) for month in months], dtype="datetime64[us]")
    days = (last - months[0]).days + 1
    first = np.datetime64(months[0], "D")
    closes = np.datetime64(day_start(last + timedelta(days=1), zone), "us")
    return Clock(np.datetime64(until, "us"), zone, first, first + np.arange(days), tuple(months[:-1]), borders, closes)


def now() -> datetime:
    """This second, in UTC, without zone."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
