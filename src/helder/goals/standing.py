"""How goals stand: the figure now, how far it is, whether that is chance, and what is to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
    figures = _figures([(one, span) for one in known if (span := spans[one.goal_id])], put)
    running = [one for one in known if spans[one.goal_id] and one.ends_on and one.ends_on >= at]
    past = _past([one for one in running if adding(catalog[one.metric]) in _FORETOLD], put, at)
    return [
        _standing(one, catalog[one.metric], at, spans[one.goal_id], figures.get(one.goal_id, ()), past.get(one.goal_id, ()))
        for one in known
    ]


_FORETOLD = (Adding.TOTAL, Adding.RATE, Adding.LEVEL)


def _figures(goals: Sequence[tuple[Goal, Span]], put: Put) -> dict[str, list[Row]]:
    """The rows of each goal's figure."""
    asked: dict[tuple[Span, str | None], list[Goal]] = {}
    for one, span in goals:
        asked.setdefault((span, one.where), []).append(one)
    found: dict[str, list[Row]] = {}
    for (span, where), some in asked.items():
        rows = put(*dict.fromkeys(one.metric for one in some), since=span[0], until=span[1], where=where)
        found |= {one.goal_id: [row for row in rows if row.metric.name == one.metric] for one in some}
    return found


def _past(goals: Sequence[Goal], put: Put, at: date) -> dict[str, list[Row]]:
    """The rows of each goal's metric and segment, day by day until a day."""
    asked: dict[str | None, list[Goal]] = {}
    for one in goals:
        asked.setdefault(one.where, []).append(one)
    found: dict[str, list[Row]] = {}
    for where, some in asked.items():
        rows = put(*dict.fromkeys(one.metric for one in some), grain="day", since=history(at), until=at, where=where)
        found |= {one.goal_id: [row for row in rows if row.metric.name == one.metric] for one in some}
    return found


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
