"""What a goal is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Literal

from helder.facts import CLOCK
from helder.metrics import Metric

#: How many days an open-ended goal looks back: thirteen weeks, as a board does where nothing else is chosen.
LOOKS_BACK = 91

#: Periods of which neither is longer than the other by more than this are of one length: a month and four weeks.
_ALIKE = 1.25

Scope = tuple[str, str | None, str | None, str | None, date | None, date | None]


@dataclass(frozen=True)
class Goal:
    """A row of the table of goals: what a metric is to reach, in its unit, for whom, when, and who answers for it.

    apart: the scale, currency or choice it is of. bound: at least or at most; the metric's better way where None.
    """

    goal_id: str
    metric: str
    target: float | None = None
    dimension: str | None = None
    value: str | None = None
    apart: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    bound: Literal["at least", "at most"] | None = None
    owner: str | None = None
    withdrawn: bool = False

    @property
    def scope(self) -> Scope:
        """What it is about; two goals about the same cannot both hold."""
        return (self.metric, self.dimension, self.value, self.apart, self.starts_on, self.ends_on)

    @property
    def segment(self) -> tuple[str, str] | None:
        """The dimension and value it holds for; None for all."""
        return (self.dimension, self.value) if self.dimension and self.value is not None else None

    @property
    def where(self) -> str | None:
        """The segment as a condition."""
        if self.segment is None:
            return None
        dimension, value = self.segment
        return f"{dimension} = {value}" if dimension in CLOCK else "{} = '{}'".format(dimension, value.replace("'", "''"))

    def wants_more(self, metric: Metric) -> bool:
        """Whether it is to be at least its target."""
        return metric.better != "lower" if self.bound is None else self.bound == "at least"

    def holds(self, day: date) -> bool:
        """Whether a day lies in its period."""
        return (self.starts_on or date.min) <= day <= (self.ends_on or date.max)

    def span(self, at: date, back_to: date | None = None) -> tuple[date, date] | None:
        """The days its standing at a moment rests on, the second not included; None before it starts.

        One with an end is looked at since its start; an open-ended one over the 91 days before, or back to the day given,
        not before it starts.
        """
        until = min(at, self.ends_on + timedelta(days=1)) if self.ends_on else at
        since = self.starts_on or until - timedelta(days=LOOKS_BACK)
        if self.ends_on is None:
            since = max(self.starts_on or date.min, back_to or until - timedelta(days=LOOKS_BACK))
        return (since, until) if since < until else None


_NAMES = tuple(field.name for field in fields(Goal))


def goal(row: Mapping[str, Any]) -> Goal:
    """The goal of a row of the table, columns it lacks being missing."""
    known: dict[str, Any] = {name: row.get(name) for name in _NAMES}
    return Goal(**{**known, "withdrawn": bool(known["withdrawn"])})


def in_force(
    goals: Iterable[Goal], metric: str, segment: tuple[str, str] | None, day: date, over: tuple[date, date] | None = None
) -> Goal | None:
    """The one goal that a figure of one metric and segment is held against on a day.

    over: the days of the figure, the last one not included. Of several goals that hold, one of a period that began with them or
    is about as long goes first, then one that holds for always; else it is the one with the shortest period, then the one that
    began last, then the first by name.
    """
    found = [one for one in goals if one.metric == metric and one.segment == segment and one.holds(day) and not one.withdrawn]
    return min(
        found,
        key=lambda one: (_unlike(one, over), _length(one), -(one.starts_on or date.min).toordinal(), one.goal_id),
        default=None,
    )


def _unlike(one: Goal, over: tuple[date, date] | None) -> int:
    """How little a goal is about some days: not (0), as one for always (1), or for being of another period (2)."""
    if over is None:
        return 0
    if one.starts_on is None or one.ends_on is None:
        return 1
    days, length = (over[1] - over[0]).days, _length(one) + 1
    return 0 if one.starts_on == over[0] or days / _ALIKE <= length <= days * _ALIKE else 2


def _length(one: Goal) -> int:
    return (one.ends_on - one.starts_on).days if one.starts_on and one.ends_on else date.max.toordinal()
