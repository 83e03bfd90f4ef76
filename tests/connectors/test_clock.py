"""Local times become the UTC instants Python's own zone data gives."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helder.connectors.reading import clock

ZONES = ("Europe/Amsterdam", "America/Los_Angeles", "Asia/Jerusalem", "Asia/Kolkata", "UTC", "Australia/Lord_Howe")


def in_utc(text: str, zone: str, formats: tuple[str, ...] = ()) -> dt.datetime | None:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        read = f"(select given, {clock.read('given', formats, zone)} as moment from (select ?::varchar as given))"
        row = connection.execute(f"select {clock.settled('moment', 'given', formats, zone)} from {read}", [text]).fetchone()
    assert row is not None
    return row[0]


def by_python(local: dt.datetime, zone: str) -> dt.datetime | None:
    """The first moment at which the zone's clocks show a time; none where they skip it."""
    moment = local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(dt.UTC)
    return moment.replace(tzinfo=None) if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local else None


@settings(max_examples=60, deadline=None)
@given(st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2059, 1, 1)), st.sampled_from(ZONES))
def test_any_local_time_is_as_python_has_it(local, zone):
    local = local.replace(microsecond=0)
    assert in_utc(local.isoformat(sep=" "), zone) == by_python(local, zone)


@pytest.mark.parametrize("minute", range(0, 60, 15))
def test_a_time_the_clocks_skip_is_none(minute):
    assert in_utc(f"2024-03-31 02:{minute:02}:00", "Europe/Amsterdam") is None


def test_a_time_the_clocks_show_twice_is_the_first():
    assert in_utc("2024-10-27 02:30:00", "Europe/Amsterdam") == dt.datetime(2024, 10, 27, 0, 30)


def test_an_offset_in_the_text_wins_over_the_zone():
    assert in_utc("2024-07-01T10:00:00-03:00", "Europe/Amsterdam") == dt.datetime(2024, 7, 1, 13)


def test_a_format_may_carry_an_offset():
    assert in_utc("01/07/2024 10:00 +0530", "Europe/Amsterdam", ("%d/%m/%Y %H:%M %z",)) == dt.datetime(2024, 7, 1, 4, 30)


def test_formats_are_tried_in_turn():
    formats = ("%d/%m/%Y %H:%M", "%d-%m-%Y")
    assert in_utc("31-12-2024", "UTC", formats) == dt.datetime(2024, 12, 31)
    assert in_utc("31/12/2024 08:05", "UTC", formats) == dt.datetime(2024, 12, 31, 8, 5)
