"""A real MariaDB, read table by table: in portions, what changed since, on from where it was when the server died."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from connectors.sources.office import Office
from mariadb import MariaDB

from helder.connectors.sources import connection as connections
from helder.connectors.sources import sql, trial

CONNECTION = """
system = "sql"
[settings]
url = "{kind}://reader@127.0.0.1:{port}/shop"
password = "a-secret-word"
[records.sales]
into = "orders"
changed = "updated_at"
[mappings]
sales = '''
[orders.columns]
order_id = "number"
ordered_at = "sold_at"
status = {{ value = "paid" }}
revenue = "amount"
'''
"""
SALES = "create table shop.sales (number int, sold_at timestamp, amount decimal(10, 2), updated_at datetime(6), note text)"


@pytest.fixture
def sales(office: Office, shop: MariaDB) -> MariaDB:
    """A table of two sales, which a connection reads."""
    shop.say(
        SALES,
        """insert into shop.sales values (1, '2026-03-02 10:00', 12.50, '2026-03-02 10:00:00.25', null),
          (2, '2026-03-02 11:00', 0.99, '2026-03-02 11:00', null)""",
    )
    office.connect("shop", CONNECTION.format(kind="mariadb", port=shop.port))
    return shop


def many(shop: MariaDB, rows: int, letters: int = 0) -> None:
    """Rows more of sales, one a minute, each with a note of so many letters."""
    shop.say(
        f"""insert into shop.sales select 100 + seq, '2026-03-03', 1, timestamp('2026-03-03') + interval seq minute,
          repeat('x', {letters}) from shop.seq_1_to_{rows}"""
    )


def sent(shop: MariaDB) -> int:
    """Bytes it has sent so far."""
    return int(shop.say("show global status like 'Bytes_sent'")[0][1])


@pytest.mark.parametrize("kind", ["mariadb", "mysql"])
def test_rows_come_once_and_again_when_they_change(office: Office, sales: MariaDB, kind: str) -> None:
    office.connect("shop", CONNECTION.format(kind=kind, port=sales.port))
    run = office.run("shop")
    assert (run.error, run.read) == (None, 2)
    assert office.value("sales") == pytest.approx(13.49)
    assert office.run("shop").read == 0
    sales.say("update shop.sales set amount = 10, updated_at = '2026-03-02 12:00' where number = 1")
    sales.say("insert into shop.sales values (3, '2026-03-02 10:55', 5, '2026-03-02 10:55', null)")  # shown late
    run = office.run("shop")
    assert (run.read, run.changed) == (2, 2)
    assert office.value("sales") == pytest.approx(15.99)


def test_a_row_there_twice_is_one(office: Office, sales: MariaDB) -> None:
    sales.say("insert into shop.sales select * from shop.sales")
    assert office.run("shop").error is None
    assert office.rows("select count(*), count(distinct order_id) from orders") == [(2, 2)]


def test_a_large_table_comes_in_portions(office: Office, sales: MariaDB, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "PORTION", 4_000)
    many(sales, 12_000)
    run = office.run("shop")
    assert (run.error, run.read, len(run.loads)) == (None, 12_002, 4)
    assert office.value("orders") == 12_002


def test_when_the_server_dies_half_way_the_next_run_goes_on(
    office: Office, sales: MariaDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty megabytes, of which no more than the first rows are on their way when it dies."""
    monkeypatch.setattr(sql, "PORTION", 1_000)
    many(sales, 20_000, letters=3_000)

    def die(run: Any) -> None:
        if len(run.loads) == 1:
            sales.kill()

    run = office.run("shop", progress=die)
    assert "Lost connection" in (run.error or "")
    assert run.fix == "The next run goes on from where it was."
    come = office.rows("select count(*) from orders")[0][0]
    assert 1_000 <= come < 20_000
    run = office.run("shop")
    assert "connect" in (run.error or "")
    sales.start()
    run = office.run("shop")
    assert (run.error, run.read) == (None, 20_002 - come)
    assert office.rows("select count(*), count(distinct order_id) from orders") == [(20_002, 20_002)]


@pytest.mark.parametrize(
    ("said", "instead", "what"),
    [
        ("a-secret-word", "another", "Access denied for user 'reader'"),
        ("/shop", "/elsewhere", "Access denied for user 'reader'"),
        ("sales", "gone", "There is no table gone"),
        ("updated_at", "changed_on", "sales has no column changed_on"),
        ("/shop", "/shop?local_infile=1", "does not read"),
    ],
)
def test_what_cannot_be_read_is_told(office: Office, sales: MariaDB, said: str, instead: str, what: str) -> None:
    office.connect("shop", CONNECTION.format(kind="mariadb", port=sales.port).replace(said, instead))
    run = office.run("shop")
    assert what in (run.error or "")
    assert "secret" not in str(run)


def test_the_password_is_kept_sealed(office: Office, sales: MariaDB) -> None:
    office.run("shop")
    kept = [file for file in Path(office.home / "sources").rglob("*") if file.is_file()]
    assert not [file for file in kept if b"a-secret-word" in file.read_bytes()]
    assert 'password = "sealed:' in (office.home / "sources" / "shop.toml").read_text()


def test_tables_are_offered_and_a_mapping_drafted_of_the_first_rows(
    office: Office, sales: MariaDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "PORTION", 1_000)
    many(sales, 20_000, letters=3_000)
    before = sent(sales)
    sales.say("create view shop.answers as select 1 as answer_id, 9 as score")
    found = connections.read(office.home, "shop")
    assert trial.offered(office.settings, found) == ["answers", "sales"]
    assert 'revenue = "amount"' in trial.draft(office.settings, found, "sales")
    assert sent(sales) - before < 40_000_000  # of the sixty there are: the others are not waited for
