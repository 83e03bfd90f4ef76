"""Comparison of like with like: a period that is cut off, or not over yet, against the same part of the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from helder.model.zones import day_start, zone
from helder.query.periods import add_months, before, following, periods, shifted, truncated
from helder.query.question import Question
from helder.query.scan import Frame

Shift = Callable[[date], date]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Against:
    """What the periods of a question are compared with.

    whole: the cut that holds the periods before all whole ones, and for the start of each of them that of the one compared;
    None where none is whole. parts: by the start of each period that is cut off or not over, the same part of the one before.
    """

    whole: Frame | None
    starts: dict[date, date]
    parts: dict[date, Frame]


def against(question: Question, frame: Frame, seen: list[date], now: datetime) -> Against:
    """What the periods seen (their starts, in order) are compared with; those not begun yet with nothing."""
    begun = [start for start in seen if day_start(start, frame.zone) <= now]
    if question.grain is None:
        return Against(None, {}, {start: before_one(question, frame, start, now) for start in begun})
    spans = {start: _span(start, question.grain, frame) for start in begun}
    cut = {s for s, (end, whole) in spans.items() if not whole or day_start(end, frame.zone) > now}
    parts = {start: before_one(question, frame, start, now) for start in begun if start in cut}
    starts = {start: before(start, question.grain, question.compare or "") for start in begun if start not in cut}
    if not starts:
        return Against(None, {}, parts)
    since, until = min(starts.values()), following(max(starts.values()), question.grain)
    other = replace(frame, since=since, until=until, periods=periods(since, until, question.grain, frame.zone))
    return Against(other, starts, parts)


def _span(start: date, grain: str, frame: Frame) -> tuple[date, bool]:
    """The end of a period, and whether the question has the whole of it."""
    end = following(start, grain)
    return min(end, frame.until or end), start == truncated(start, grain) and (frame.until is None or end <= frame.until)


def is_part(question: Question, frame: Frame, start: date, now: datetime) -> bool:
    """Whether a period is compared by a part of it: it is cut off by the question, or not over."""
    if question.grain is None:
        return frame.until is not None and day_start(frame.until, frame.zone) > now
    end, whole = _span(start, question.grain, frame)
    return not whole or day_start(end, frame.zone) > now


def before_one(question: Question, frame: Frame, start: date, now: datetime) -> Frame:
    """The cut of what one period, as far as it goes and is over, is compared with, as one period."""
    assert question.compare is not None
    if question.grain is None:
        assert frame.until is not None
        end = frame.until
        since, until = shifted(start, end, question.compare)
        shift = _shift(start, since)
    else:
        end, _ = _span(start, question.grain, frame)
        shift = _shift(truncated(start, question.grain), before(start, question.grain, question.compare))
        since, until = shift(start), shift(end - _DAY) + _DAY
    ends = None
    local = now.replace(tzinfo=UTC).astimezone(zone(frame.zone)).replace(tzinfo=None)
    if local.date() < end:
        until, ends = _same_moment(local, shift, frame.zone)
    found = periods(since, until, None, frame.zone)
    if ends:
        found = (*found[:-1], replace(found[-1], closes=ends))
    return replace(frame, grain=None, since=since, until=until, ends=ends, periods=found)


def _shift(start: date, other: date) -> Shift:
    """From a day of one period to that of the other: by months, where both begin on the same day of one, else by days."""
    months = (start.year - other.year) * 12 + start.month - other.month
    if months and add_months(start, -months) == other:
        return lambda day: add_months(day, -months)
    return lambda day: day - (start - other)


def _same_moment(local: datetime, shift: Shift, zone_name: str) -> tuple[date, datetime | None]:
    """The day after that of the same moment before, and the moment (UTC); None where a shorter month was over by then.

    To the minute, so that what is asked again and again need not be worked out anew each time.
    """
    local = local.replace(second=0, microsecond=0)
    day = shift(local.date())
    if shift(local.date() - _DAY) == day:
        return day + _DAY, None
    moment = datetime.combine(day, local.time(), tzinfo=zone(zone_name)).astimezone(UTC).replace(tzinfo=None)
    return day + _DAY, moment if local.time() != time() else day_start(day, zone_name)
