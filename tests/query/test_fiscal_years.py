"""Fiscal quarters and years, against counting months by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from oracle.loading import load

import helder
from helder.errors import BadSetting
from helder.query.periods import before, dated, truncated

DAYS = [date(2024, 1, 1) + timedelta(days=n) for n in range(1000)]


def start_of(day: date, months: int, first: int) -> date:
    """The latest first of a month that begins a period, up to the day."""
    begins = {(first - 1 + months * i) % 12 + 1 for i in range(12 // months)}
    while not (day.day == 1 and day.month in begins):
        day -= timedelta(days=1)
    return day


@pytest.mark.parametrize(("grain", "months"), [("fiscal_quarter", 3), ("fiscal_year", 12)])
@pytest.mark.parametrize("first", [1, 2, 4, 7, 12])
def test_periods_begin_in_the_month_set(grain: str, months: int, first: int) -> None:
    with helder.connect(fiscal_year_start=first) as workspace:
        load(workspace, {"contacts": [{"contact_id": str(d), "offered_at": datetime(d.year, d.month, d.day, 12)} for d in DAYS]})
        rows = list(workspace.show("contact_volume", grain=grain))
        compared = list(workspace.show("contact_volume", grain=grain, compare="previous"))
    counts = Counter(start_of(day, months, first) for day in DAYS)
    assert {row.start: row.value for row in rows} == counts
    assert [row.start for row in rows] == sorted(counts)
    whole = [row for row in compared if not row.partial][1:]
    assert whole
    assert [row.previous for row in whole] == [counts[start_of(row.start - timedelta(days=1), months, first)] for row in whole]


def test_a_year_before_is_twelve_months_before() -> None:
    grain = dated("fiscal_year", 4)
    assert grain is not None
    assert truncated(date(2026, 3, 31), grain) == date(2025, 4, 1)
    assert before(date(2026, 4, 1), grain, "previous") == before(date(2026, 4, 1), grain, "year") == date(2025, 4, 1)


@pytest.mark.parametrize("first", [0, 13])
def test_a_month_there_is_not_is_refused(first: int) -> None:
    with pytest.raises(BadSetting, match="No month is number"):
        helder.connect(fiscal_year_start=first)
