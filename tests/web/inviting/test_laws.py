"""Laws of sampling, quarantine and quiet hours, on any numbers."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from helder.web.inviting.quiet import after_quiet, is_quiet
from helder.web.inviting.sampling import sampled
from helder.web.inviting.spacing import expiry, pause, quarantined

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
TIMES = st.times().map(lambda at: time(at.hour, at.minute))
ZONES = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC"]).map(ZoneInfo)


@given(st.integers(1, 10**6), st.text(max_size=50), st.integers(0, 100), st.integers(0, 100))
def test_whom_a_share_asks_a_larger_one_asks_too(sending: int, event: str, one: int, other: int) -> None:
    assert not sampled(sending, event, 0)
    assert sampled(sending, event, 100)
    if one <= other and sampled(sending, event, one):
        assert sampled(sending, event, other)


def test_a_share_is_that_share() -> None:
    for share in (5, 20, 50):
        asked = sum(sampled(7, f"contact {i}", share) for i in range(20_000))
        assert abs(asked / 20_000 - share / 100) < 4 * (share / 100 * (1 - share / 100) / 20_000) ** 0.5


@given(st.lists(st.integers(0, 60 * 24 * 90), max_size=30), st.integers(0, 40))
def test_nobody_is_asked_twice_within_the_quarantine_and_as_often_as_it_allows(minutes: list[int], days: int) -> None:
    start, last = datetime(2026, 3, 1, tzinfo=UTC), None
    asked: list[datetime] = []
    for moment in sorted(start + timedelta(minutes=m) for m in minutes):
        if not quarantined(last, moment, days):
            last = moment
            asked.append(moment)
        else:
            assert last is not None
            assert moment - last < timedelta(days=days)
    assert all(later - before >= timedelta(days=days) for before, later in pairwise(asked))


@given(MOMENTS, st.integers(0, 400), st.integers(1, 40))
def test_a_clock_that_went_back_ends_no_quarantine(last: datetime, back: int, days: int) -> None:
    assert quarantined(last, last - timedelta(days=back), days)


@given(MOMENTS, TIMES, TIMES, ZONES)
def test_quiet_hours_put_off_to_a_moment_that_is_not_quiet(moment: datetime, since: time, until: time, zone: ZoneInfo) -> None:
    found = after_quiet(moment, since, until, zone)
    assert not is_quiet(found, since, until, zone)
    assert after_quiet(found, since, until, zone) == found
    assert (found == moment) == (not is_quiet(moment, since, until, zone))
    assert moment <= found <= moment + timedelta(hours=26)


def test_pauses_grow_and_end() -> None:
    pauses = [pause(attempts) for attempts in range(1, 14)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(hours=6))


@given(MOMENTS, st.integers(1, 365), ZONES)
def test_what_is_sent_can_be_answered_to_the_end_of_its_last_day(sent: datetime, days: int, zone: ZoneInfo) -> None:
    ends = expiry(sent, days, zone)
    last = (ends - timedelta(microseconds=1)).astimezone(zone).date()
    assert last == (sent + timedelta(days=days)).astimezone(zone).date()
    assert ends.astimezone(zone).date() > last
    assert ends > sent + timedelta(days=days)
