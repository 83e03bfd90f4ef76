"""What goes, and what stays, is what goes and stays when it is worked out in plain Python."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from rollups.company import load

import helder
from helder import CATALOG
from helder.engines.old_rows import OldRows
from helder.engines.retaining import Since
from helder.model.table import Table, instant, key
from helder.model.table import date as date_column
from helder.store import retention
from retention.company import SEED, embedded, people, rules, there
from retention.plainly import MOMENTS, Plainly

#: Limits on and beside the days when the clocks of these zones change, 26 October and 2 November; what is shorter than the rest.
RULES = """
page_events = "30 days"
contacts = {personal = "24 days", rows = "1 month"}
turns = {personal = "22 days"}
answers = {personal = "23 days", rows = "29 days"}
cases = {personal = "1 month"}
case_events = "20 days"
orders = {personal = "5 days", rows = "2 months"}
invitations = "30 days"
mentions = {personal = "23 days"}
referrals = "24 days"
subscriptions = "30 days"
predictions = "10 days"
quality_reviews = "23 days"
customers = {personal = "3 months", rows = "1 years"}
"""
#: The same in days, by table: from which one on rows are kept, and what is personal in them.
TODAY = date(2025, 11, 25)
FIRST = {
    "page_events": (date(2025, 10, 26), None), "contacts": (date(2025, 10, 25), date(2025, 11, 1)),
    "turns": (date(2025, 10, 25), date(2025, 11, 3)), "menu_steps": (date(2025, 10, 25), None),
    "answers": (date(2025, 10, 27), date(2025, 11, 2)), "cases": (None, date(2025, 10, 25)),
    "case_events": (date(2025, 11, 5), None), "orders": (date(2025, 9, 25), date(2025, 11, 20)),
    "order_lines": (date(2025, 9, 25), None), "invitations": (date(2025, 10, 26), None),
    "mentions": (None, date(2025, 11, 2)), "referrals": (date(2025, 11, 1), None), "subscriptions": (date(2025, 10, 26), None),
    "predictions": (date(2025, 11, 15), None), "quality_reviews": (date(2025, 11, 2), None),
    "customers": (date(2024, 11, 25), date(2025, 8, 25)),
}  # fmt: skip


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Pacific/Auckland", "Africa/Cairo", "UTC"])
def test_what_is_left(tmp_path: Path, zone: str) -> None:
    """In zones whose days begin elsewhere; as foreseen, and nothing more a second time."""
    found = rules(tmp_path, RULES)
    with helder.connect(zone=zone) as workspace:
        engine = embedded(workspace)
        load(workspace, people(SEED))
        plain = Plainly(there(engine), zone)
        went = plain.apply(FIRST)
        foreseen = retention.foresee(engine, CATALOG, found, TODAY)
        assert {one.rule.table.name: (one.aged.rows, one.aged.personal) for one in foreseen} == went
        assert sum(rows for rows, _ in went.values()) > 200
        assert sum(personal for _, personal in went.values()) > 50
        done = {name: (aged.rows, aged.personal) for name, aged in retention.apply(engine, CATALOG, found, TODAY)}
        assert done == went
        left = there(engine)
        for name in left:
            assert _in_order(left[name]) == _in_order(plain.data[name]), name
        assert not any(aged.anything for _, aged in retention.apply(engine, CATALOG, found, TODAY))
        assert there(engine) == left


def _in_order(rows: list[dict[str, object]]) -> list[str]:
    return sorted(map(str, rows))


def test_a_day_later_another_day_goes(tmp_path: Path) -> None:
    """And no half of it: of the days before, nothing is left, of those after, all is."""
    with helder.connect(zone="Europe/Amsterdam") as workspace:
        engine = embedded(workspace)
        load(workspace, {"page_events": people(2)["page_events"]})  # which has some on each of these days
        days = [row["at_day"] for row in there(engine)["page_events"]]
        found = rules(tmp_path, 'page_events = "1 day"')
        for today in (date(2025, 10, 26), date(2025, 10, 27), date(2025, 10, 28)):  # the 26th has 25 hours
            list(retention.apply(engine, CATALOG, found, today))
            left = [row["at_day"] for row in there(engine)["page_events"]]
            yesterday = date.fromordinal(today.toordinal() - 1)
            assert sorted(left) == sorted(day for day in days if day >= yesterday)
            assert yesterday in left


def test_rows_without_an_age_stay_and_are_told(tmp_path: Path) -> None:
    """Of turns whose contact is not there, of referrals that say no moment, of customers who never signed up."""
    found = rules(tmp_path, 'turns = "1 day"\nreferrals = "1 day"\ncustomers = {rows = "1 day"}\n')
    rows = {
        "turns": [{"contact_id": "nowhere", "turn": 1, "text": "hello"}],
        "referrals": [{"referral_id": "r1", "referrer_id": "c2"}],
        "customers": [
            {"customer_id": "c1"},
            *({"customer_id": c, "signed_up_at": datetime(2020, 1, 1)} for c in ("c2", "c3")),
        ],
    }
    with helder.connect(zone="UTC") as workspace:
        load(workspace, rows)
        done = dict(retention.apply(workspace.engine, CATALOG, found, TODAY))
        assert {name: (one.rows, one.unknown) for name, one in done.items()} == {
            "turns": (0, 1), "referrals": (0, 1), "customers": (1, 1),
        }  # fmt: skip
        assert [row["customer_id"] for row in there(workspace.engine)["customers"]] == ["c1", "c2"]


def test_dates_count_as_moments_do() -> None:
    """Of a table as there may be one: the later of a moment and a date, whichever that is; dates by the day itself."""
    stay = Table(
        "stays",
        "",
        "one stay",
        (key("id", ""), date_column("until", ""), instant("paid_at", ""), date_column("born_on", "", personal=True)),
    )
    since = Since(date(2025, 10, 26), datetime(2025, 10, 25, 22))  # in Amsterdam
    rows = [
        ("both before", date(2025, 10, 25), datetime(2025, 10, 25, 21, 59, 59)),
        ("paid on the day", date(2025, 10, 25), datetime(2025, 10, 25, 22)),
        ("until the day", date(2025, 10, 26), datetime(2025, 10, 1)),
        ("a date alone", date(2025, 10, 25), None),
        ("nothing", None, None),
    ]
    with duckdb.connect() as connection:
        connection.execute("create table stays (id varchar, until date, paid_at timestamp, born_on date default '2025-10-30')")
        connection.executemany("insert into stays values (?, ?, ?, default)", rows)
        old, dated = OldRows({}).old(stay, since), OldRows({}).dated(stay)
        found = connection.execute(f"select id, {old}, {dated} from stays as r order by rowid").fetchall()
    assert found == [
        ("both before", True, True), ("paid on the day", False, True), ("until the day", False, True),
        ("a date alone", True, True), ("nothing", False, False),
    ]  # fmt: skip


def test_the_plain_way_knows_every_table_that_goes_by_age() -> None:
    from helder.model import TABLES
    from helder.model.retention import ages, moments

    assert {name: {c.name for c in moments(table)} for name, table in TABLES.items() if ages(table)} == {
        name: set(columns) for name, columns in MOMENTS.items()
    }
