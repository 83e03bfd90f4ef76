"""SQL databases: whole tables, and rows changed since."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from connectors.sources.office import Office

from helder.connectors.sources import connection as connections
from helder.connectors.sources import sql, trial

CONNECTION = """
system = "sql"
[settings]
url = "sqlite:///shop.sqlite"
[records.sales]
into = "orders"
changed = "updated_at"
[mappings]
sales = '''
[orders.columns]
order_id = "number"
ordered_at = "sold_at"
status = { value = "paid" }
revenue = "amount"
'''
"""


@pytest.fixture
def shop(office: Office) -> sqlite3.Connection:
    """A database of sales, which a connection reads."""
    office.connect("till", CONNECTION)
    (office.home / "incoming").mkdir()
    shop = sqlite3.connect(office.home / "incoming" / "shop.sqlite")
    shop.execute("create table sales (number integer primary key, sold_at datetime, amount decimal(10, 2), updated_at datetime)")
    sell(shop, 1, "12.50", "2026-03-02 10:00:00.000000")
    sell(shop, 2, "0.99", "2026-03-02 11:00:00.000000")
    return shop


def sell(shop: sqlite3.Connection, number: int, amount: str, at: str) -> None:
    shop.execute("insert or replace into sales values (?, ?, ?, ?)", (number, "2026-03-02 09:00:00", amount, at))
    shop.commit()


def test_rows_come_once_and_again_when_they_change(office: Office, shop: sqlite3.Connection) -> None:
    run = office.run("till")
    assert (run.error, run.read) == (None, 2)
    assert office.value("sales") == pytest.approx(13.49)
    assert office.run("till").changed == 0
    sell(shop, 1, "10.00", "2026-03-02 12:00:00.000000")
    sell(shop, 3, "5.00", "2026-03-02 10:55:00.000000")  # shown late: its transaction was open when the last run was
    run = office.run("till")
    assert (run.read, run.changed) == (2, 2)  # what has not changed is not loaded again
    assert office.value("sales") == pytest.approx(15.99)


def test_a_large_table_comes_in_portions(office: Office, shop: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "PORTION", 100)
    rows = [
        (n, "2026-03-02 09:00:00", "1.00", f"2026-03-03 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}") for n in range(10, 1010)
    ]
    shop.executemany("insert into sales values (?, ?, ?, ?)", rows)
    shop.commit()
    run = office.run("till")
    assert (run.error, run.read, len(run.loads)) == (None, 1002, 11)
    assert office.value("orders") == 1002


def test_tables_are_offered_and_a_mapping_drafted(office: Office, shop: sqlite3.Connection) -> None:
    shop.execute("create view answers_given as select 1 as answer_id, 9 as score, '2026-03-02' as answered_at")
    shop.commit()
    till = connections.read(office.home, "till")
    assert trial.offered(office.settings, till) == ["answers_given", "sales"]
    assert "2 to choose from" in trial.test(office.settings, till)
    drafted = trial.draft(office.settings, till, "sales")
    assert "[orders.columns]" in drafted
    assert 'revenue = "amount"' in drafted


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("sqlite:////etc/passwd", "may read"),
        ("sqlite:///../helder.sqlite3", "may read"),
        ("sqlite:///nothing.sqlite", "There is no file"),
        ("postgresql://reader@10.1.2.3/shop", "private network"),
        ("postgresql://reader@db.example.com/shop?host=10.1.2.3", "does not read"),
        ("duckdb:///shop", "does not read"),
        ("what", "no address"),
    ],
)
def test_addresses_that_may_not_be_read(office: Office, shop: sqlite3.Connection, url: str, what: str) -> None:
    office.connect("till", CONNECTION.replace("sqlite:///shop.sqlite", url))
    run = office.run("till")
    assert what in (run.error or "")
    assert "secret" not in (run.error or "")


def test_a_table_or_column_that_is_not_there_is_told(office: Office, shop: sqlite3.Connection) -> None:
    office.connect("till", CONNECTION.replace("updated_at", "changed_on"))
    assert "has no column changed_on" in (office.run("till").error or "")
    shop.execute("drop table sales")
    shop.commit()
    assert "no table" in (office.run("till").error or "")
    assert Path(office.home / "incoming" / "shop.sqlite").exists()
