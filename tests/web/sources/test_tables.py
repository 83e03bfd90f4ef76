"""A database in the browser: a table is added, its mapping drafted and looked over, its rows fetched."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving


@pytest.fixture
def till(allowed: Serving) -> Iterator[None]:
    """A database of two sales in the folder connections may read."""
    (allowed.home / "incoming").mkdir()
    with sqlite3.connect(allowed.home / "incoming" / "till.sqlite") as shop:
        shop.execute("create table sales (ordernumber text, orderdate text, amount text, paid_by text)")
        for row in (("till-1", "2026-03-02 10:00", "12.50", "cash"), ("till-2", "2026-03-02 11:00", "3", "card")):
            shop.execute("insert into sales values (?, ?, ?, ?)", row)
    shop.close()
    yield
    shutil.rmtree(allowed.home / "incoming")


def test_a_table_is_added_and_its_rows_fetched(till: None, allowed: Serving, signed_in: Callable[[str], Client]) -> None:
    from helder.web.sources import running

    client = signed_in("administrator")
    given = {"name": "till", "title": "The till", "url": "sqlite:///till.sqlite", "password": "", "every": "60", "since": ""}
    answer = client.post("/sources/new/sql", given, follow=True)
    assert "there are 1 to choose from: sales" in answer.content.decode()
    assert running.due() == []  # nothing is chosen yet
    assert '<option value="sales">' in client.get("/sources/at/till/add").content.decode()
    answer = client.post("/sources/at/till/add", {"listing": "sales", "into": "orders", "changed": ""})
    assert answer.headers["Location"] == "/sources/at/till/mapping/sales"
    drafted = client.get(answer.headers["Location"]).content.decode()
    assert "revenue = &quot;amount&quot;" in drafted
    assert "nothing is fetched before you keep it" in drafted
    client.post("/sources/at/till/run")
    running.wait("till", 60)
    assert "not looked over yet" in client.get("/sources/at/till").content.decode()
    own = '[orders.columns]\n# DECIDE: seen\norder_id = "ordernumber"\nordered_at = "orderdate"\n'
    own += 'revenue = "amount"\nstatus = { value = "paid" }\n'
    assert client.post(answer.headers["Location"], {"mapping": own}).status_code == 302
    client.post("/sources/at/till/run")
    running.wait("till", 60)
    count = "select count(*) as n, sum(revenue) as minor from orders where order_id like 'till-%'"
    assert allowed.questions.workspace.engine.query(count).to_pylist() == [{"n": 2, "minor": 1550}]
    client.post("/sources/at/till/without/sales")
    assert "Nothing is chosen yet" in client.get("/sources/at/till").content.decode()


def test_a_password_in_an_address_is_refused(allowed: Serving, signed_in: Callable[[str], Client]) -> None:
    given = {"name": "till", "title": "The till", "url": "postgresql://me:hidden@db.example.com/x", "every": "60"}
    answer = signed_in("administrator").post("/sources/new/sql", given)
    assert answer.status_code == 400
    assert "does not belong here" in answer.content.decode()
    assert not (allowed.home / "sources" / "till.toml").exists()
