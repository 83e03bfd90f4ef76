"""Weekday and hour of what a metric is dated by, in the zone of the question, against zoneinfo."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from oracle.loading import store
from oracle.small import NOON, ask

import helder
from helder.errors import HelderError
from helder.metrics.own.facts import columns
from helder.workspace import Workspace

ZONES = ("Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "UTC")
#: The clock goes forward on 30 March 2025 in Europe, and back on 26 October.
SHORT, LONG = datetime(2025, 3, 29, 12), datetime(2025, 10, 25, 12)


def moments(first: datetime) -> list[datetime]:
    random = Random(first.month)
    return [first + timedelta(minutes=random.randrange(3 * 1440)) for _ in range(400)]


def filled(stored_zone: str, first: datetime) -> Workspace:
    rows = [{"contact_id": str(i), "offered_at": moment, "outcome": "answered"} for i, moment in enumerate(moments(first))]
    return store({"contacts": rows}, stored_zone)


@pytest.mark.parametrize("first", [SHORT, LONG])
@pytest.mark.parametrize("zone", ZONES)
def test_volume_by_hour_of_the_week_on_days_of_23_and_25_hours(zone: str, first: datetime) -> None:
    local = [moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for moment in moments(first)]
    with filled("Europe/Amsterdam", first) as workspace:
        rows = workspace.show("contact_volume", by=["weekday", "hour"], zone=zone)
    assert {row.by: row.value for row in rows} == Counter((m.isoweekday(), m.hour) for m in local)
    assert [row.by for row in rows] == sorted(row.by for row in rows)


@pytest.mark.parametrize(
    ("since", "until"), [("1985-01-01", "1986-01-01"), ("2029-10-01", "2030-01-01"), ("1979-12-31", "2031-01-01")]
)
def test_hours_of_periods_in_and_across_decades(since: str, until: str) -> None:
    firsts = [datetime(year, month, 28, 12) for year in (1979, 1985, 2029, 2030) for month in (3, 10, 12)]
    there = [first + timedelta(hours=9 * i) for first in firsts for i in range(9)]
    local = [moment.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONES[0])) for moment in there]
    rows = [{"contact_id": str(i), "offered_at": moment, "outcome": "answered"} for i, moment in enumerate(there)]
    with store({"contacts": rows}, ZONES[0]) as workspace:
        found = workspace.show("contact_volume", by=["hour"], since=since, until=until)
    assert {row.by: row.value for row in found} == Counter((m.hour,) for m in local if since <= m.date().isoformat() < until)


def test_a_question_can_be_of_some_hours_only() -> None:
    local = [moment.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONES[0])) for moment in moments(LONG)]
    inside = [m for m in local if m.isoweekday() == 7 and 1 <= m.hour <= 3]
    with filled("UTC", LONG) as workspace:
        (row,) = workspace.show("contact_volume", where="weekday = 7 and hour between 1 and 3", zone=ZONES[0])
        told = workspace.explain("contact_volume", where="weekday = 7 and hour between 1 and 3", zone=ZONES[0])
    assert (row.value, told.counted) == (len(inside), len(inside))


def test_filtering_and_slicing_by_the_same() -> None:
    with filled("UTC", LONG) as workspace:
        rows = workspace.show("contact_volume", by=["hour"], where="hour < 2", grain="day")
        assert {row.by for row in rows} == {(0,), (1,)}
        assert workspace.show("contact_volume", by=["hour"]).to_arrow()["hour"].type == "int64"


@pytest.mark.parametrize("name", helder.CATALOG)
def test_every_metric_dated_by_instants_has_them_and_no_other(name: str) -> None:
    metric = helder.CATALOG[name]
    made = metric.measured({}).measures
    instants = all(
        not m.fact.periodic and columns(m.fact)[m.dated_by].type().is_timestamp() and not m.form.accumulates for m in made
    )
    assert ({"weekday", "hour"} <= metric.dimensions.keys()) == instants


def test_a_stock_has_no_hours() -> None:
    with pytest.raises(HelderError, match="no dimension 'hour'"):
        ask("ticket_backlog", tables={"cases": [{"case_id": "a", "opened_at": NOON}]}, by=["hour"])
    with pytest.raises(HelderError, match="no dimension or column 'hour'"):
        ask("ticket_backlog", tables={"cases": [{"case_id": "a", "opened_at": NOON}]}, where="hour = 3")
