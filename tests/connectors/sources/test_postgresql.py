"""A real PostgreSQL, read table by table; without the driver, that is told."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import pytest
from connectors.sources.office import Office
from postgresql import running

from helder.connectors.sources import connection as connections
from helder.connectors.sources import sql, trial

CONNECTION = """
system = "sql"
[settings]
url = "postgresql://reader@127.0.0.1:{port}/postgres"
[records."shop.sales"]
into = "orders"
changed = "updated_at"
[mappings]
"shop.sales" = '''
[orders.columns]
order_id = "number"
ordered_at = "sold_at"
status = {{ value = "paid" }}
revenue = "amount"
'''
"""
SALES = """
create schema shop;
create table shop.sales (number int primary key, sold_at timestamptz, amount numeric(10, 2), updated_at timestamptz);
insert into shop.sales values (1, '2026-03-02 10:00+01', 12.50, '2026-03-02 10:00+01'),
  (2, '2026-03-02 11:00+01', 0.99, '2026-03-02 11:00+01');
"""

Say = Callable[[str], str]


@pytest.fixture
def say(office: Office) -> Iterator[Say]:
    """A PostgreSQL of its own with a table of sales, spoken to in SQL by psql; a connection reads it."""
    with running() as server:
        office.connect("shop", CONNECTION.format(port=server.port))
        server.say(SALES)
        yield server.say


@pytest.mark.skipif(find_spec("psycopg") is not None, reason="the driver is installed")
def test_without_the_driver_it_says_what_to_install(office: Office) -> None:
    office.connect("shop", CONNECTION.format(port=5432))
    run = office.run("shop")
    assert run.error == "What speaks to postgresql is not installed."
    assert "psycopg" in (run.fix or "")


@pytest.mark.skipif(find_spec("psycopg") is None, reason="the driver of PostgreSQL is not installed")
def test_rows_come_once_and_again_when_they_change(office: Office, say: Say) -> None:
    run = office.run("shop")
    assert (run.error, run.read) == (None, 2)
    assert office.value("sales") == pytest.approx(13.49)
    assert office.rows("select ordered_at from orders where order_id = '1'")[0][0].isoformat() == "2026-03-02T09:00:00"
    say("update shop.sales set amount = 10, updated_at = '2026-03-02 12:00+01' where number = 1")
    assert office.run("shop").changed == 1
    assert office.value("sales") == pytest.approx(10.99)
    found = connections.read(office.home, "shop")
    assert trial.offered(office.settings, found) == ["shop.sales"]
    say("drop table shop.sales")
    assert "no table" in (office.run("shop").error or "")


@pytest.mark.skipif(find_spec("psycopg") is None, reason="the driver of PostgreSQL is not installed")
def test_what_is_called_is_what_was_checked(office: Office, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that the driver, were it to look it up again, would not find."""
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more, **given: real("127.0.0.1", *more, **given))
    text = (office.home / "sources" / "shop.toml").read_text().replace("127.0.0.1", "checked.example")
    office.connect("shop", text)
    assert office.run("shop").error is None


@pytest.mark.skipif(find_spec("psycopg") is None, reason="the driver of PostgreSQL is not installed")
def test_a_table_left_in_the_middle_is_let_go(office: Office, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "PORTION", 100)
    say("insert into shop.sales select n, '2026-03-02', 1, '2026-03-02' from generate_series(3, 20000) as n")
    assert "[orders.columns]" in trial.draft(office.settings, connections.read(office.home, "shop"), "shop.sales")
    assert say("select count(*) from pg_stat_activity where usename = 'reader' and state like '%transaction%'") == "0"
