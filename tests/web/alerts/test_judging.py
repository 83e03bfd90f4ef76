"""An alert is so when its figure is, is told once, and is over when the figure is back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from web.alerts.conftest import look

Calls = Callable[..., None]


def test_a_line_crossed_fires_once_and_ends_when_the_figure_is_back_by_the_margin(calls: Calls, watch: Callable) -> None:
    alert = watch(metric="abandonment_rate", kind="threshold", side="above", threshold=0.10, margin=0.02, days=30, smallest=50)
    calls(2, 100, abandoned=5)
    assert look(alert) == []
    calls(1, 100, abandoned=25)  # 30 of 200
    (firing,) = look(alert)
    assert (firing.figure, firing.expected, firing.n, firing.ended) == (0.15, 0.10, 200, None)
    calls(1, 120)  # 30 of 320: below the line, not by the margin
    assert [one.ended for one in look(alert)] == [None]
    calls(1, 100)  # 30 of 420
    (firing,) = look(alert)
    assert firing.ended is not None
    assert firing.last == pytest.approx(30 / 420)


def test_a_figure_of_few_rows_is_not_judged(calls: Calls, watch: Callable) -> None:
    alert = watch(metric="abandonment_rate", kind="threshold", side="above", threshold=0.10, smallest=50)
    calls(1, 20, abandoned=20)
    assert look(alert) == []
    assert alert.problem == "Only 20 rows; it counts from 50."


def test_a_day_unlike_its_season_fires_and_the_next_look_does_not_fire_again(
    quarter: None, calls: Calls, watch: Callable
) -> None:
    alert = watch()
    calls(1, 3)
    calls(0, 1)
    (firing,) = look(alert)
    assert firing.figure == 3
    assert 5 < firing.low <= firing.expected <= firing.high < 80  # whatever day of the week it was: twice the calls of one
    assert len(firing.points) == 28
    assert firing.points[-1][1:3] == [3, firing.low]
    assert len(look(alert)) == 1
    calls(1, round(firing.expected) - 3)  # the rest of that day came late
    (firing,) = look(alert)
    assert firing.ended is not None


def test_a_usual_day_does_not_fire_whichever_way_is_watched(quarter: None, calls: Calls, watch: Callable) -> None:
    usual = watch()
    up = watch(name="Up", side="above")
    low = watch(name="Low", side="below")
    calls(1, 4)
    calls(0, 1)
    assert [len(look(one)) for one in (usual, up, low)] == [1, 0, 1]


def test_a_day_that_has_not_come_in_yet_is_not_taken_for_an_empty_one(quarter: None, watch: Callable) -> None:
    from datetime import timedelta

    from helder.web.alerts import asking, judging

    alert = watch()
    midnight = asking.begin("day", asking.local_now())
    (early,) = judging.judge(alert, midnight + timedelta(hours=1), ())
    assert early.beyond is False  # the day before yesterday
    (late,) = judging.judge(alert, midnight + timedelta(hours=12), ())
    assert (late.beyond, late.figure) == (True, 0)


def test_a_past_too_short_is_said(calls: Calls, watch: Callable) -> None:
    alert = watch()
    for days in range(1, 20):
        calls(days, 30)
    calls(0, 1)
    assert look(alert) == []
    assert alert.problem.startswith("The past is too short to tell")


def test_each_value_is_watched_by_itself(quarter: None, calls: Calls, watch: Callable) -> None:
    alert = watch(each="team")
    calls(1, 20, team="north")
    calls(0, 1, team="south")
    (firing,) = look(alert)
    assert (firing.segment, firing.figure) == ("south", 0)


def test_only_rows_of_the_filters_count(quarter: None, calls: Calls, watch: Callable) -> None:
    alert = watch(filters=[["team", "north"], ["channel", "phone"]])
    calls(1, 100, team="south")
    calls(1, 20, team="north")
    calls(0, 1, team="north")
    assert look(alert) == []
    assert alert.problem == ""


def test_a_significant_change_fires(calls: Calls, watch: Callable) -> None:
    alert = watch(metric="abandonment_rate", kind="change", days=7)
    small = watch(name="Large ones", metric="abandonment_rate", kind="change", days=7, minimum=0.5)
    calls(9, 200, abandoned=20)
    calls(2, 200, abandoned=60)
    calls(0, 1)
    (firing,) = look(alert)
    assert (firing.figure, firing.expected) == (0.3, 0.1)
    assert firing.p < 0.001
    assert look(small) == []


def test_silence_fires_and_ends_with_the_first_row(calls: Calls, watch: Callable) -> None:
    alert = watch(kind="no data", hours=30)
    assert look(alert) == []
    assert alert.problem == "There are no rows."
    calls(3, 5)
    (firing,) = look(alert)
    assert firing.figure > 30 * 3600
    calls(0, 1)
    (firing,) = look(alert)
    assert firing.ended is not None
