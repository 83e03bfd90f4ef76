"""How goals stand: the figure now, how far it is, whether that is chance, and what is to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from helder.errors import BadQuestion, UnknownName
from helder.goals.adding import Adding, adding
from helder.goals.forecast import Days, Forecast, days_of, expected, forecast, history
from helder.goals.goal import LOOKS_BACK, Goal
from helder.goals.verdict import Status, verdict
from helder.metrics import Catalog, Metric
from helder.query.answer import Answer, Row

#: Puts a question: names of metrics, and the options of `Workspace.show`.
Put = Callable[..., Answer]
Span = tuple[date, date]


@dataclass(frozen=True)
class Standing:
    """How one goal stands at a day.

    since, until: the days its figure rests on, until not included; None before it starts. row: the figure, None where
    there is none. progress: of a total, the share of the target there is. expected: of a total, the share that is usual by
    then. gap: the figure less the target. significant: whether its 95 % interval leaves the target (of a total, what is
    expected by then) out. forecast: the figure at the period's end, or `note` says why there is none. chance: that it is reached.
    """

    goal: Goal
    metric: Metric
    at: date
    since: date | None
    until: date | None
    row: Row | None
    status: Status
    adding: Adding
    progress: float | None = None
    expected: float | None = None
    gap: float | None = None
    significant: bool | None = None
    forecast: Forecast | None = None
    chance: float | None = None
    note: str | None = None

    @property
    def ended(self) -> bool:
        """Whether its period is over."""
        return self.goal.ends_on is not None and self.at > self.goal.ends_on


def current(goals: Iterable[Goal], at: date) -> list[Goal]:
    """The goals to look at on a day: those that run, are to come, or ended within the 91 days before."""
    return [one for one in goals if not one.withdrawn and (one.ends_on is None or one.ends_on >= at - timedelta(days=LOOKS_BACK))]


def standings(goals: Sequence[Goal], catalog: Catalog, put: Put, at: date, back_to: date | None = None) -> list[Standing]:
    """How goals stand at a day that is not counted itself; one question for each period and segment, and one for its past.

    back_to: the day since which open-ended goals are looked at, 91 days before where None.
    """
    known = [one for one in goals if one.metric in catalog]
    spans = {one.goal_id: one.span(at, back_to) for one in known}
    refused: dict[str, str] = {}
    begun = [(one, {"since": span[0], "until": span[1]}) for one in known if (span := spans[one.goal_id])]
    figures = _figures(begun, put, refused)
    days = {"grain": "day", "since": history(at), "until": at}
    past = _figures([(one, days) for one, _ in begun if _foretold(one, catalog[one.metric], at)], put, refused)
    return [
        replace(standing, note=refused.get(one.goal_id, standing.note))
        for one in known
        for standing in [
            _standing(one, catalog[one.metric], at, spans[one.goal_id], figures.get(one.goal_id, ()), past.get(one.goal_id, ()))
        ]
    ]


_FORETOLD = (Adding.TOTAL, Adding.RATE, Adding.LEVEL)


def _foretold(one: Goal, metric: Metric, at: date) -> bool:
    return one.ends_on is not None and one.ends_on >= at and adding(metric) in _FORETOLD


def _figures(goals: Sequence[tuple[Goal, Mapping[str, Any]]], put: Put, refused: dict[str, str]) -> dict[str, list[Row]]:
    """The rows of each goal's metric and segment, over its period or by its days: one question for those alike in them.

    refused: filled with why, by goal, for those whose question cannot be put, as of a dimension that is gone.
    """
    alike: dict[tuple[Any, ...], list[Goal]] = {}
    for one, about in goals:
        alike.setdefault((one.where, *about.items()), []).append(one)
    found: dict[str, list[Row]] = {}
    for (where, *options), some in alike.items():
        found |= _of_alike(some, {"where": where, **dict(options)}, put, refused)
    return found


def _of_alike(goals: Sequence[Goal], about: Mapping[str, Any], put: Put, refused: dict[str, str]) -> dict[str, list[Row]]:
    try:
        rows = put(*dict.fromkeys(one.metric for one in goals), **about)
    except (BadQuestion, UnknownName) as error:
        if len(goals) == 1:
            refused[goals[0].goal_id] = error.what
            return {}
        return {name: rows for one in goals for name, rows in _of_alike([one], about, put, refused).items()}
    return {one.goal_id: [row for row in rows if row.metric.name == one.metric] for one in goals}


def _standing(one: Goal, metric: Metric, at: date, span: Span | None, rows: Sequence[Row], past: Sequence[Row]) -> Standing:
    how = adding(metric)
    if span is None:
        return Standing(one, metric, at, None, None, None, Status.NOT_STARTED, how)
    row = _meant(rows, one)
    if row is None or row.value is None or one.target is None:
        hidden = row is not None and row.suppressed
        return Standing(one, metric, at, *span, row, Status.HIDDEN if hidden else Status.NO_DATA, how)
    days = days_of([day for day in past if day.labels == row.labels], at)
    coming, note = _coming(one, metric, how, row, days, span, at)
    usual = expected(days, span[0], at, one.ends_on) if how is Adding.TOTAL and one.ends_on else None
    more = one.wants_more(metric)
    held = one.target if usual is None else one.target * usual
    significant = None if row.low is None or row.high is None else not row.low <= held <= row.high
    chance = coming.chance(one.target, at_least=more) if coming else None
    ended = one.ends_on is not None and at > one.ends_on
    return Standing(
        goal=one,
        metric=metric,
        at=at,
        since=span[0],
        until=span[1],
        row=row,
        status=verdict(
            how, row.value, one.target, held, significant, chance, more=more, ended=ended, open_ended=one.ends_on is None
        ),
        adding=how,
        progress=row.value / one.target if how is Adding.TOTAL and one.target > 0 else None,
        expected=usual,
        gap=row.value - one.target,
        significant=significant,
        forecast=coming,
        chance=chance,
        note=note,
    )


def _meant(rows: Sequence[Row], one: Goal) -> Row | None:
    """The row a goal is about: of its scale, currency or choice, else the one with most rows."""
    if one.apart is not None:
        return next((row for row in rows if one.apart in [str(value) for _, value in row.labels]), None)
    return max(rows, key=lambda row: row.n or 0, default=None)


def _coming(
    one: Goal, metric: Metric, how: Adding, row: Row, days: Days | None, span: Span, at: date
) -> tuple[Forecast | None, str | None]:
    """The forecast, or why there is none."""
    if one.ends_on is None:
        return None, "open-ended"
    if at > one.ends_on:
        return None, None
    if how not in _FORETOLD:
        return None, _UNFORETOLD[how]
    found = forecast(how, metric, row, days, span[0], at, one.ends_on) if days else None
    return found, None if found else "no forecast: not enough data before it"


_UNFORETOLD: Mapping[Adding, str] = {
    Adding.SPAN: "no forecast: it is about those there at the start",
    Adding.NEITHER: "no forecast: its days do not make up its period",
}
