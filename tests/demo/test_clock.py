"""Local wall clocks become UTC instants: in every country, through the nights the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from helder.demo.clock import DK, GB, LINES, NL, ZONES, Clock, clock


@pytest.fixture(scope="module")
def calendar() -> Clock:
    return clock(datetime(2026, 3, 18, 11, 30), "Europe/Amsterdam")


def instant(calendar: Clock, day: date, hour: float, country: int) -> datetime:
    number = np.array([(np.datetime64(day) - calendar.first).astype(int)])
    found = calendar.instants(number, np.array([hour * 3600.0]), np.array([country]))[0]
    return found.item().replace(tzinfo=UTC).astimezone(ZoneInfo(ZONES[country]))


def test_two_years_of_whole_months_and_what_has_passed_of_another(calendar: Clock):
    assert calendar.months[0] == date(2024, 3, 1)
    assert calendar.months[-1] == date(2026, 3, 1)
    assert calendar.dates[-1] == np.datetime64("2026-03-18")
    assert calendar.borders[0] == np.datetime64("2024-02-29T23:00:00")


@pytest.mark.parametrize("country", [NL, DK, GB])
@pytest.mark.parametrize("day", [date(2024, 7, 1), date(2024, 12, 1), date(2025, 3, 29), date(2025, 3, 31), date(2025, 10, 27)])
def test_local_hours_are_kept_in_summer_and_winter(calendar: Clock, day: date, country: int):
    local = instant(calendar, day, 9.5, country)
    assert (local.date(), local.hour, local.minute) == (day, 9, 30)


def test_the_hour_that_is_missing_is_passed_over(calendar: Clock):
    assert instant(calendar, date(2025, 3, 30), 1.99, NL).hour == 1
    assert instant(calendar, date(2025, 3, 30), 2.5, NL).hour in (1, 3)
    assert instant(calendar, date(2025, 3, 30), 3.0, NL).hour == 3


def test_the_hour_that_comes_twice_is_used_twice(calendar: Clock):
    seconds = np.arange(2 * 3600, 3 * 3600, dtype=np.float64)
    day = np.full(len(seconds), (np.datetime64("2025-10-26") - calendar.first).astype(int))
    found = calendar.instants(day, seconds, np.zeros(len(seconds), dtype=np.int64))
    assert set(pd.DatetimeIndex(found).hour) == {0, 1}
    back = pd.DatetimeIndex(found).tz_localize("UTC").tz_convert("Europe/Amsterdam")
    assert set(back.hour) == {2}


def test_days_and_months_are_those_of_the_zone(calendar: Clock):
    at = np.array(["2025-03-31T21:59:59", "2025-03-31T22:00:00", "2024-12-31T23:00:00"], dtype="datetime64[us]")
    assert [calendar.months[month] for month in calendar.month_of(at)] == [date(2025, 3, 1), date(2025, 4, 1), date(2025, 1, 1)]
    assert calendar.dates[calendar.day_of(at)].tolist() == [date(2025, 3, 31), date(2025, 4, 1), date(2025, 1, 1)]


def test_lines_are_busy_at_the_same_local_hour_everywhere(calendar: Clock):
    rng = np.random.default_rng(1)
    for country, zone in enumerate(ZONES):
        day = rng.integers(2, calendar.days, 4000)
        at = pd.DatetimeIndex(calendar.moments(rng, day, LINES, np.full(4000, country))).tz_localize("UTC").tz_convert(zone)
        share = pd.Series(at.hour).value_counts(normalize=True)
        assert share.idxmax() in (9, 10, 11)
        assert share.get(4, 0) < 0.01
