"""Of several goals that hold, the one with the shortest period is what a figure is held against."""

from __future__ import annotations

from datetime import date
from itertools import permutations

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


def test_the_last_day_belongs_to_it() -> None:
    assert MARCH.span(date(2026, 4, 20)) == (date(2026, 3, 1), date(2026, 4, 1))
    assert MARCH.holds(date(2026, 3, 31))
    assert not MARCH.holds(date(2026, 4, 1))
