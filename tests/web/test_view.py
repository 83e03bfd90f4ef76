"""Periods, grains and segments as an address carries them."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helder.errors import BadQuestion
from helder.web.boards.view import GRAINS, PERIODS, read

TODAY = date(2026, 3, 29)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("4-weeks", date(2026, 3, 1), date(2026, 3, 29)),
        ("3-months", date(2025, 12, 28), date(2026, 3, 29)),
        ("12-months", date(2025, 3, 29), date(2026, 3, 29)),
        ("12-whole-months", date(2025, 3, 1), date(2026, 3, 1)),
        ("this-year", date(2026, 1, 1), date(2026, 3, 29)),
        ("last-year", date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_named_periods_end_with_the_last_whole_day(period: str, since: date, until: date) -> None:
    view = read({"period": period}, TODAY)
    assert (view.since, view.until) == (since, until)


def test_a_leap_day_and_new_year_have_periods_too() -> None:
    assert read({"period": "12-months"}, date(2028, 2, 29)).since == date(2027, 2, 28)
    view = read({"period": "this-year"}, date(2026, 1, 1))
    assert view.since < view.until


def test_a_chosen_last_day_is_in_the_period() -> None:
    view = read({"since": "2026-01-05", "until": "2026-01-05"}, TODAY)
    assert (view.until - view.since).days == 1
    assert view.grain == "hour"


def test_today_is_drawn_by_the_hour_and_hours_of_one_day_alone(site: object) -> None:
    view = read({"period": "today"}, TODAY)
    assert (view.since, view.until, view.grain) == (TODAY, date(2026, 3, 30), "hour")
    with pytest.raises(BadQuestion, match="Hours can be drawn of one day"):
        read({"period": "4-weeks", "grain": "hour"}, TODAY)


@given(
    period=st.sampled_from(["", *PERIODS]),
    days=st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 300)),
    grain=st.sampled_from(["", *GRAINS]),
    segment=st.one_of(st.just(""), st.builds("country:{}".format, st.text(min_size=1))),
    today=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_an_address_opens_the_view_it_was_made_of(
    period: str, days: tuple[date, int], grain: str, segment: str, today: date
) -> None:
    chosen = (
        {"period": period} if period else {"since": str(days[0]), "until": str(date.fromordinal(days[0].toordinal() + days[1]))}
    )
    if grain == "hour" and (days[1] if not period else period != "today"):
        grain = ""
    view = read({**chosen, "grain": grain, "segment": segment}, today)
    assert read(dict(parse_qsl(view.query)), today) == view


def test_an_hour_is_a_number() -> None:
    assert read({"segment": "hour:9"}, date(2026, 3, 1)).where == "hour = 9"
    assert read({"segment": "topic:9"}, date(2026, 3, 1)).where == "topic = '9'"
