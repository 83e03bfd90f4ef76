"""How often an alert would have fired lately, had it been there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from helder.query.answer import Row
from helder.web.alerts import asking
from helder.web.alerts.evidence import point
from helder.web.alerts.judging import Verdict, beside_line, changed, corrected, surprise
from helder.web.alerts.models import Alert, Grain, Kind
from helder.web.alerts.seasons import PAST

T = TypeVar("T")

#: Periods that are looked back at; of hours three days, as each takes a forecast of its own.
BACK = {Grain.HOUR: 72, Grain.DAY: 90, Grain.WEEK: 13}
WEEKS = 13
#: Segments that are looked back at: those with most rows.
_MOST = 12


@dataclass(frozen=True)
class Past:
    """One segment's past: what its picture is drawn from, the places at which it was so, how often it would have fired."""

    segment: str
    unit: str
    points: list[list[Any]]
    so: tuple[int, ...]
    times: int
    unknown: int
    why: str


def rehearse(alert: Alert) -> list[Past]:
    """The past of each segment, those with most rows first. Raises a HelderError where the metric cannot be asked."""
    asking.check(alert)
    if alert.kind == Kind.SEASON:
        return _seasons(alert)
    return _silences(alert) if alert.kind == Kind.NO_DATA else _weeks(alert)


def _seasons(alert: Alert) -> list[Past]:
    """Each of the last whole periods against the past it had."""
    grain, now = Grain(alert.grain), asking.local_now()
    track = asking.track(alert, grain, now - asking.LENGTHS[grain] * (PAST[grain] + BACK[grain] + 1), now)
    tracks = {
        segment: surprise(alert, track.starts[:-1], rows[:-1], BACK[grain]) for segment, rows in list(track.rows.items())[:_MOST]
    }
    looks = [[replace(one[place], segment=segment) for segment, one in tracks.items()] for place in range(BACK[grain])]
    return _pasts(_followed(looks, lambda found, already: corrected(alert, already, found)))


def _weeks(alert: Alert) -> list[Past]:
    """The figure as it was at the end of each of the last weeks."""
    first = asking.local_now().date() - timedelta(days=7 * WEEKS)
    if alert.kind == Kind.THRESHOLD:
        first += timedelta(days=1)
    compared: dict[str, Any] = {"compare": "previous"} if alert.kind == Kind.CHANGE else {}
    looks = []
    for until in (first + timedelta(days=7 * week) for week in range(WEEKS + 1)):
        rows = asking.whole(alert, until - timedelta(days=alert.days), until, **compared)
        day = datetime.combine(until - timedelta(days=1), time())
        looks.append([(segment, day, row) for segment, row in list(rows.items())[:_MOST]])

    def judged(look: list[tuple[str, datetime, Row]], already: set[str]) -> list[Verdict]:
        if alert.kind == Kind.CHANGE:
            return corrected(alert, already, [replace(changed(alert, day, row), segment=segment) for segment, day, row in look])
        return [replace(beside_line(alert, day, row, was=segment in already), segment=segment) for segment, day, row in look]

    return _pasts(_followed(looks, judged))


def _silences(alert: Alert) -> list[Past]:
    """How many rows came in each day, and in which of them so many hours without any were reached."""
    grain = Grain.HOUR if "hour" in asking.metric_of(alert).dimensions else Grain.DAY
    track = asking.track(alert, grain, asking.local_now() - timedelta(days=BACK[Grain.DAY]), asking.local_now())
    found = []
    for segment, rows in list(track.rows.items())[:_MOST]:
        days: dict[str, int | None] = {}
        reached, since = [], None
        for start, row in zip(track.starts, rows, strict=True):
            day, many = start.date().isoformat(), row.n or 0 if row else 0
            before = days.get(day, 0)
            days[day] = None if before is None or (row is not None and row.suppressed) else before + many
            if asking.has_rows(row):
                since = start + asking.LENGTHS[grain]
            elif since is not None and start + asking.LENGTHS[grain] - since >= timedelta(hours=alert.hours):
                reached.append(day)
                since = None  # told once
        so = tuple(place for place, day in enumerate(days) if day in reached)
        found.append(Past(segment, "count", [point(day, many) for day, many in days.items()], so, len(reached), 0, ""))
    return found


def _followed(looks: Sequence[T], judge: Callable[[T, set[str]], list[Verdict]]) -> dict[str, list[Verdict]]:
    """The verdicts of each segment at one look after the other, each knowing of which it was so before."""
    found: dict[str, list[Verdict]] = {}
    already: set[str] = set()
    for look in looks:
        for one in judge(look, already):
            found.setdefault(one.segment, []).append(one)
            if one.beyond is not None:
                (already.add if one.beyond else already.discard)(one.segment)
    return found


def _pasts(found: dict[str, list[Verdict]]) -> list[Past]:
    return [_past(segment, verdicts) for segment, verdicts in found.items()]


def _past(segment: str, verdicts: list[Verdict]) -> Past:
    so = tuple(place for place, one in enumerate(verdicts) if one.beyond)
    known = [one for one in verdicts if one.beyond is not None]
    times = sum(1 for before, one in pairwise([None, *known]) if one and one.beyond and not (before and before.beyond))
    points = [point(one.period.isoformat(), one.figure, one.low, one.high) for one in verdicts]
    unit = next((one.unit for one in reversed(verdicts) if one.unit), "")
    why = next((one.why for one in reversed(verdicts) if one.why), "")
    return Past(segment, unit, points, so, times, len(verdicts) - len(known), why)
