"""Days, hours and half-hours of zones, on the days on which clocks change, on every engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from engines.conformance.conftest import Store
from oracle.cells import Data

#: Every half-hour around the two nights in which clocks change in Europe.
MOMENTS = [datetime(2025, month, day, 20) + timedelta(minutes=30 * i) for month, day in ((3, 28), (10, 24)) for i in range(110)]
#: Before 1970, in a leap year, and in a year to come.
FAR = [datetime(1969, 12, 31, 23, 30), datetime(2024, 2, 29, 23, 59, 59, 999999), datetime(2058, 7, 1, 22, 0)]
PLACES = ["Europe/Amsterdam", "Europe/Copenhagen", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]


def contacts(moments: list[datetime]) -> Data:
    return {"contacts": [{"contact_id": str(i), "offered_at": at} for i, at in enumerate(moments)]}


@pytest.mark.parametrize("stored", ["UTC", "Europe/Amsterdam"])
def test_a_moment_lies_on_the_day_of_the_zone_asked(store: Store, stored: str) -> None:
    workspace = store(contacts(MOMENTS), stored)
    for asked in PLACES:
        local = [at.replace(tzinfo=UTC).astimezone(ZoneInfo(asked)) for at in MOMENTS]
        by_day = {r.start: r.value for r in workspace.show("contact_volume", grain="day", zone=asked) if r.value}
        assert by_day == Counter(at.date() for at in local), asked
        clock = {r.by: r.value for r in workspace.show("contact_volume", by=["weekday", "hour"], zone=asked)}
        assert clock == Counter((at.isoweekday(), at.hour) for at in local), asked


def test_periods_begin_where_the_calendar_says(store: Store) -> None:
    firsts: dict[str, Callable[[date], date]] = {
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "quarter": lambda day: day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1),
        "year": lambda day: day.replace(day=1, month=1),
    }
    days = [at.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Amsterdam")).date() for at in MOMENTS + FAR]
    workspace = store(contacts(MOMENTS + FAR), "Europe/Amsterdam")
    for grain, first in firsts.items():
        found = workspace.show("contact_volume", grain=grain)
        assert {r.start: r.value for r in found if r.value} == Counter(map(first, days)), grain
