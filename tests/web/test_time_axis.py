"""Axes of time: marked where cells begin, the same wherever the browser is, and without a line that stands upright."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from helder.web.serving import Serving

MONDAY = date(2026, 9, 7)


@pytest.mark.usefixtures("site")
def test_weeks_are_marked_where_they_begin() -> None:
    from helder.web.boards.time_axis import time_axis
    from helder.web.boards.view import View

    view = View("custom", MONDAY, MONDAY + timedelta(weeks=13), "week")
    axis = time_axis((MONDAY + timedelta(weeks=n) for n in range(13)), view, 6).to_dict()
    marked = [date(day["year"], day["month"], day["date"]) for day in axis["values"]]
    assert {day.weekday() for day in marked} == {0}
    assert 3 <= len(marked) <= 6
    assert axis["format"] == "%-d %b"


@pytest.mark.usefixtures("site")
def test_days_are_drawn_where_the_clock_says_so() -> None:
    from helder.web.boards.time_axis import moment

    assert moment(MONDAY) == "2026-09-07T00:00:00"  # which browsers read in their own zone; "2026-09-07" is of Greenwich
    assert moment(datetime(2026, 9, 7, 13)) == "2026-09-07T13:00:00"


@pytest.mark.parametrize(
    ("starts", "kept"),
    [
        ([date(2025, 11, 30), date(2025, 12, 1), date(2026, 1, 1)], 2),
        ([date(2025, 11, 10), date(2025, 12, 1), date(2026, 1, 1)], 3),
        ([date(2025, 11, 30), date(2025, 12, 1)], 2),
        ([], 0),
    ],
)
def test_a_first_cell_of_a_few_days_is_not_drawn(site: Serving, starts: list[date], kept: int) -> None:
    from helder.web.boards.time_axis import without_sliver

    assert without_sliver([*starts, *starts]) == starts[len(starts) - kept :]


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (-0.0002, "share", "±0.0 pp"),
        (-0.12, "share", "\N{MINUS SIGN}12.0 pp"),
        (0.04, "points", "±0.0 points"),
        (-31.0, "s", "\N{MINUS SIGN}31.0 s"),
    ],
)
def test_a_difference_has_the_sign_of_what_is_told(site: Serving, value: float, unit: str, said: str) -> None:
    from helder.web.boards import figure

    assert figure.change(value, unit) == said


def test_negative_figures_have_a_minus_sign(site: Serving) -> None:
    from helder.web.boards import figure

    assert figure.headline(-12.5, "points") == "\N{MINUS SIGN}12.5"
    assert figure.interval(-12.5, 3.0, "points") == "\N{MINUS SIGN}12.5 to 3.0"
    assert figure.headline(-1234.0, "EUR") == "€ \N{MINUS SIGN}1,234"
