"""Of several goals that hold, the one with the shortest period is what a figure is held against."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from helder.goals.goal import Goal, in_force

ALWAYS = Goal("a", "nps", 30.0)
YEAR = Goal("y", "nps", 35.0, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
MARCH = Goal("m", "nps", 40.0, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
WEB = Goal("w", "nps", 50.0, dimension="channel", value="web")
GONE = Goal("g", "nps", 1.0, starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 11), withdrawn=True)


def test_the_shortest_period_wins_whatever_the_order() -> None:
    for goals in permutations((ALWAYS, YEAR, MARCH, WEB, GONE)):
        assert in_force(goals, "nps", None, date(2026, 3, 10)) == MARCH
        assert in_force(goals, "nps", None, date(2026, 4, 1)) == YEAR
        assert in_force(goals, "nps", None, date(2027, 1, 1)) == ALWAYS
        assert in_force(goals, "nps", ("channel", "web"), date(2026, 3, 10)) == WEB
        assert in_force(goals, "nps", ("channel", "phone"), date(2026, 3, 10)) is None
        assert in_force(goals, "csat", None, date(2026, 3, 10)) is None


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2026, 2, 13), date(2026, 3, 13), MARCH),  # four weeks
        (date(2026, 3, 1), date(2026, 3, 4), MARCH),  # so far
        (date(2025, 4, 1), date(2026, 4, 1), YEAR),
        (date(2026, 1, 1), date(2026, 3, 11), YEAR),  # so far
        (date(2025, 12, 12), date(2026, 3, 13), ALWAYS),  # a quarter has no goal of its own
    ],
)
def test_the_goal_of_a_period_like_that_of_the_figure_goes_first(since: date, until: date, expected: Goal) -> None:
    for goals in permutations((ALWAYS, YEAR, MARCH, WEB, GONE)):
        assert in_force(goals, "nps", None, until - timedelta(days=1), (since, until)) == expected
    assert in_force([MARCH], "nps", None, date(2026, 3, 10), (date(2025, 12, 12), date(2026, 3, 11))) == MARCH


def test_the_last_day_belongs_to_it() -> None:
    assert MARCH.span(date(2026, 4, 20)) == (date(2026, 3, 1), date(2026, 4, 1))
    assert MARCH.holds(date(2026, 3, 31))
    assert not MARCH.holds(date(2026, 4, 1))
