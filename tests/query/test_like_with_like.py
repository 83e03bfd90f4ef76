"""A period that is cut off, or not over yet, is compared with the same part of the one before, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from oracle.loading import stored

from helder.model import TABLES
from helder.query.answer import Row
from helder.query.compute import answer
from helder.query.frames import Frames
from helder.query.question import ask
from helder.query.store import Store

ZONE = "Europe/Amsterdam"
FIRST, LAST = datetime(2025, 9, 1), datetime(2026, 11, 22, 8)
TIMES = [FIRST + timedelta(minutes=40 * i) for i in range(round((LAST - FIRST) / timedelta(minutes=40)))]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A contact and a case every forty minutes, and money spent every day, until now."""
    contacts = [{"contact_id": str(i), "offered_at": at} for i, at in enumerate(TIMES)]
    cases = [{"case_id": str(i), "opened_at": at, "resolved_at": at + timedelta(days=30)} for i, at in enumerate(TIMES)]
    days = [FIRST.date() + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    customers = [{"customer_id": str(d), "signed_up_at": datetime(d.year, d.month, d.day, 6)} for d in days]
    tables = {
        "customers": stored(TABLES["customers"], customers),
        "contacts": stored(TABLES["contacts"], contacts), "cases": stored(TABLES["cases"], cases),
        "spend": stored(TABLES["spend"], [{"spend_id": str(d), "spent_on": d, "kind": "cx", "amount": 1} for d in days]),
    }  # fmt: skip
    frames = Frames(tables, ZONE)
    yield Store(frames, frames.tables, "EUR")
    frames.close()


def local(*clock: int) -> datetime:
    return datetime(*clock, tzinfo=ZoneInfo(ZONE)).astimezone(UTC).replace(tzinfo=None)


def between(start: datetime, end: datetime) -> int:
    return sum(start <= at < end for at in TIMES)


def rows(store: Store, now: datetime, *metrics: str, **asked: object) -> list[Row]:
    return list(answer(ask(*(metrics or ("contact_volume",)), **asked), store, now=now))


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (local(2026, 11, 20, 9, 30), local(2026, 10, 20, 9, 30)),
        (local(2026, 10, 25, 12), local(2026, 9, 25, 12)),
        (local(2026, 3, 28, 9), local(2026, 2, 28, 9)),
        (local(2026, 3, 30, 9), local(2026, 3, 1)),
    ],
)
@pytest.mark.parametrize("grain", ["month", None])
def test_a_month_to_date_is_compared_with_the_month_before_to_the_same_moment(
    store: Store, now: datetime, then: datetime, grain: str | None
) -> None:
    """On 30 March all of February is over."""
    start = now.date().replace(day=1)
    until = (start + timedelta(days=31)).replace(day=1)
    row = rows(store, now, since=start, until=until, grain=grain, compare="previous")[-1]
    earlier = _first_of_month_before(start)
    assert (row.partial, row.previous) == (True, between(earlier, then))


def _first_of_month_before(start: date) -> datetime:
    before = (start - timedelta(days=1)).replace(day=1)
    return local(before.year, before.month, before.day)


def test_with_a_grain_only_the_period_that_is_not_over_is_cut(store: Store) -> None:
    now = local(2026, 11, 20, 9)
    found = rows(store, now, since="2026-09-01", until="2027-01-01", grain="month", compare="previous")
    assert [row.partial for row in found] == [False, False, True, True]
    assert [row.previous for row in found] == [
        between(local(2026, 8, 1), local(2026, 9, 1)), between(local(2026, 9, 1), local(2026, 10, 1)),
        between(local(2026, 10, 1), local(2026, 10, 20, 9)), None,
    ]  # fmt: skip


def test_periods_that_the_question_cuts_off_are_compared_with_as_much(store: Store) -> None:
    now = local(2026, 11, 20, 9)
    found = rows(store, now, since="2026-07-10", until="2026-09-05", grain="month", compare="year")
    assert [(row.start, row.partial) for row in found] == [
        (date(2026, 7, 10), True), (date(2026, 8, 1), False), (date(2026, 9, 1), True),
    ]  # fmt: skip
    assert [row.previous for row in found][2] == between(local(2025, 9, 1), local(2025, 9, 5))


@pytest.mark.parametrize(
    ("grain", "now", "start", "then"),
    [
        ("week", local(2026, 10, 28, 10), local(2026, 10, 19), local(2026, 10, 21, 10)),
        ("day", local(2026, 10, 26, 10), local(2026, 10, 25), local(2026, 10, 25, 10)),
        ("quarter", local(2026, 5, 31, 10), local(2026, 1, 1), local(2026, 3, 1)),
        ("year", local(2026, 11, 20, 10), local(2025, 1, 1), local(2025, 11, 20, 10)),
    ],
)
def test_each_grain_to_the_same_moment(store: Store, grain: str, now: datetime, start: datetime, then: datetime) -> None:
    found = rows(store, now, since="2026-01-01", until="2027-01-01", grain=grain, compare="previous")
    row = [r for r in found if r.partial and r.previous is not None][-1]
    assert row.previous == between(start, then)


def test_a_stock_is_compared_with_that_at_the_same_moment(store: Store) -> None:
    now = local(2026, 11, 20, 9)
    (row,) = rows(store, now, "ticket_backlog", since="2026-11-01", until="2026-12-01", compare="previous")
    then = local(2026, 10, 20, 9)
    assert row.previous == sum(at < then <= at + timedelta(days=30) for at in TIMES)


def test_what_is_dated_by_days_is_compared_to_the_end_of_the_same_day(store: Store) -> None:
    """One euro and one customer a day, who signs up at six."""
    now, asked = local(2026, 11, 20, 9), {"since": "2026-11-01", "until": "2026-12-01", "params": {"acquired": "sign_up"}}
    (row,) = rows(store, now, "customer_acquisition_cost", compare="previous", **asked)
    assert (row.partial, row.previous) == (True, 1.0)


def test_a_period_that_is_over_is_compared_whole(store: Store) -> None:
    (row,) = rows(store, local(2026, 11, 20, 9), since="2026-10-01", until="2026-11-01", compare="previous")
    assert (row.partial, row.previous) == (False, between(local(2026, 9, 1), local(2026, 10, 1)))
