"""Periods: half-open spans of local dates, and their comparison periods."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from helder.errors import BadQuestion
from helder.facts import Period
from helder.facts.grains import FISCAL, in_months
from helder.model.zones import day_start

#: Years outside these are slips, or stand for no date at all.
_FIRST_YEAR, _LAST_YEAR = 1800, 2300


def dated(grain: str | None, first_month: int) -> str | None:
    """The grain; one of fiscal years with the month that they begin in, as fiscal_year@4."""
    return f"{grain}@{first_month}" if grain and grain.startswith(FISCAL) and "@" not in grain else grain


def truncated(day: date, grain: str) -> date:
    """First date of the day's period; weeks begin on Monday."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    months, first = in_months(grain)
    index = day.year * 12 + day.month - first
    index += first - 1 - index % months
    return date(index // 12, index % 12 + 1, 1)


@lru_cache(4096)
def following(start: date, grain: str) -> date:
    """First date of the next period. Raises BadQuestion for a date that can only be a slip, or stand for none."""
    if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
        raise BadQuestion(
            f"The question reaches to {start}.",
            where="period",
            fix="Name since and until; a date such as 9999-12-31 that stands for none is better loaded as missing.",
        )
    if grain in ("day", "week"):
        return truncated(start, grain) + timedelta(days=1 if grain == "day" else 7)
    return add_months(truncated(start, grain), in_months(grain)[0])


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def starts(since: date, until: date, grain: str | None) -> list[date]:
    """First dates of the periods from since until (not included); the first may begin inside a calendar period."""
    if grain is None:
        return [since]
    found = [since]
    while (start := following(found[-1], grain)) < until:
        found.append(start)
    return found


def periods(since: date, until: date, grain: str | None, zone: str) -> tuple[Period, ...]:
    """The periods from since until, with the instants between which they lie."""
    found = starts(since, until, grain)
    borders = [*found, until]
    opens = [day_start(day, zone) for day in borders]
    return tuple(Period(start, borders[i + 1], opens[i], opens[i + 1]) for i, start in enumerate(found))


def shifted(since: date, until: date, compare: str) -> tuple[date, date]:
    """The period to compare with: the same dates a year before, or as long a period just before.

    A period of whole months is compared with as many whole months, another with as many days.
    """
    if compare == "year":
        return add_months(since, -12), add_months(until, -12)
    if since.day == 1 and until.day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month
        return add_months(since, -months), since
    return since - (until - since), since


def before(start: date, grain: str, compare: str) -> date:
    """The start of the period that one with a grain is compared with: the one before, or the same a year before.

    A week a year before is the one 52 weeks before.
    """
    if compare == "year":
        return start - timedelta(weeks=52) if grain == "week" else add_months(start, -12)
    return truncated(truncated(start, grain) - timedelta(days=1), grain)
