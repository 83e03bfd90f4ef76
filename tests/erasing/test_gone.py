"""Once a customer is erased, nothing in the store or its file tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from erasing.anna import ANNA, TEXTS, again, opened, shop
from erasing.people import bytes_of, everywhere
from helder.engines.erasing import Erasure
from helder.store import customers

#: One customer, order, its line, a case, its event, call and turn, answers, pages, a mention, referrals, a prediction, a reject.
ROWS = {
    "customers": 1, "orders": 1, "order_lines": 1, "answers": 2, "cases": 1, "case_events": 1, "contacts": 1, "turns": 1,
    "page_events": 2, "mentions": 1, "referrals": 2, "predictions": 1, "rejects": 1,
}  # fmt: skip


@pytest.mark.parametrize("delete", [False, True])
def test_no_text_of_theirs_is_left(tmp_path: Path, *, delete: bool) -> None:
    engine = shop(tmp_path)
    assert {name: rows.num_rows for name, rows in engine.customers.rows(ANNA).items()} == ROWS
    assert bytes_of(tmp_path / "cx.duckdb", TEXTS) == TEXTS
    assert len(everywhere(engine, TEXTS)) > 20
    assert engine.customers.erase(Erasure(ANNA, delete=delete)) == ROWS
    assert everywhere(engine, TEXTS) == []
    assert bytes_of(tmp_path / "cx.duckdb", TEXTS) == set()
    assert engine.customers.rows(ANNA) == {}
    engine.close()
    assert bytes_of(tmp_path / "cx.duckdb", TEXTS) == set()


@pytest.mark.parametrize("delete", [False, True])
def test_what_others_have_stays(tmp_path: Path, *, delete: bool) -> None:
    engine = shop(tmp_path)
    bo = {
        name: engine.customers.rows("bo@example.dk")[name] for name in ("customers", "orders", "order_lines", "cases", "answers")
    }
    counts = engine.counts()
    engine.customers.erase(Erasure(ANNA, delete=delete))
    assert {name: engine.customers.rows("bo@example.dk")[name] for name in bo} == bo
    (brought,) = engine.query(
        "select referral_id, code, referrer_id, customer_id from referrals where customer_id = 'bo@example.dk'"
    ).to_pylist()
    assert brought["referral_id"] == "ref-1"
    assert brought["referrer_id"].startswith("erased-")
    assert brought["code"].startswith("erased-")
    gone = {name: number - (name == "referrals") for name, number in ROWS.items()} if delete else {}
    assert engine.counts() == {name: number - gone.get(name, 0) for name, number in counts.items()}
    assert engine.query("select record from _helder.rejects").num_rows == 1
    engine.close()


def test_rows_still_hang_together(tmp_path: Path) -> None:
    engine = shop(tmp_path)
    engine.customers.erase(Erasure(ANNA, attributes={"customers": ("plan",)}))
    (found,) = engine.query(
        "select c.name, c.country, c.attributes, o.revenue, l.quantity, a.score, a.comment, e.page from customers as c "
        "join orders as o using (customer_id) join order_lines as l using (order_id) join answers as a using (customer_id) "
        "join page_events as e on e.session_id = o.session_id and e.customer_id is null where c.customer_id like 'erased-%'"
    ).to_pylist()
    assert found == {
        "name": None, "country": "NL", "attributes": [("plan", "gold")], "revenue": 2000, "quantity": 1.0, "score": 9.0,
        "comment": "erased", "page": "/welcome?mail=erased",
    }  # fmt: skip
    assert engine.query("select topic from cases order by topic")["topic"].to_pylist() == ["bill", "complaint of erased"]
    engine.close()


def test_what_was_fetched_after_a_load_is_not_news(tmp_path: Path) -> None:
    """Who looks for rows of later loads finds none, and who keeps answers is told that they may have changed."""
    engine = shop(tmp_path)
    last = max(engine.batches().values())
    engine.customers.erase(Erasure(ANNA))
    assert engine.query(f"from answers where _batch > {last}").num_rows == 0
    assert engine.batches()["answers"] > last
    engine.close()


def test_who_is_in_rejected_rows_only(tmp_path: Path) -> None:
    engine = opened(tmp_path)
    again(engine, tmp_path, "orders", f"order_id,customer_id,ordered_at\nan-order-1,{ANNA},yesterday\n")
    assert engine.customers.counts(ANNA) == {"rejects": 1}
    assert engine.customers.rows(ANNA)["rejects"].to_pylist()[0]["record"][1] == ANNA
    assert customers.found(engine, ANNA) == ANNA
    assert engine.customers.erase(Erasure(ANNA)) == {"rejects": 1}
    assert engine.customers.counts(ANNA) == {}
    engine.close()
    assert bytes_of(tmp_path / "cx.duckdb", {ANNA, "an-order-1"}) == set()


def test_a_rejected_row_does_not_make_a_key_of_an_address(tmp_path: Path) -> None:
    """And a namesake's is not handed over, though it goes."""
    engine = opened(tmp_path)
    again(engine, tmp_path, "customers", "customer_id,name,email\nc1,Bo Berg,bo@example.dk\n")
    rejected = "customer_id,name,email,since\nc1,,bo@example.dk,yesterday\nc2,Bo Berg,,yesterday\n"
    again(engine, tmp_path, "customers", rejected.replace("since", "signed_up_at"))
    assert customers.found(engine, "bo@example.dk") == "c1"
    assert engine.customers.counts("c1") == {"customers": 1, "rejects": 2}
    assert engine.customers.rows("c1")["rejects"].num_rows == 1
    engine.close()
