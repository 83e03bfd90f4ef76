"""Rows of a customer who was erased do not come back."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from erasing.anna import ANNA, FILES, TEXTS, again, opened, shop
from erasing.people import bytes_of, everywhere
from helder.connectors.arriving.arrivals import Arrivals
from helder.engines import open_engine
from helder.engines.erasing import Erasure
from helder.errors import StoreError
from helder.home import ERASED_KEY
from helder.model import TABLES


def why() -> str:
    """The reason, on the day on which the test runs."""
    return f"names a customer who was erased on {datetime.now(UTC):%Y-%m-%d}"


@pytest.fixture
def erased(tmp_path: Path):  # type: ignore[no-untyped-def]
    engine = shop(tmp_path)
    engine.customers.erase(Erasure(ANNA, delete=True))
    yield engine
    engine.close()


def test_the_same_files_bring_none_of_it(erased, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Neither rows that name the customer, nor those that name only what was theirs."""
    counts = erased.counts()
    for name in FILES:
        done = again(erased, tmp_path, name)
        assert done.rejected == FILES[name].count("an-") if name == "order_lines" else done.rejected >= 1
        assert (done.filled[0].appended.added, done.filled[0].appended.changed) == (0, 0), name
    assert erased.counts() == counts
    assert everywhere(erased, TEXTS) == []
    rejects = erased.query(
        "select distinct record, faults[1].value as value, faults[1].reason as reason from _helder.rejects where len(record) = 0"
    ).to_pylist()
    assert rejects == [{"record": [], "value": None, "reason": why()}]
    assert bytes_of(tmp_path / "cx.duckdb", TEXTS) == set()


def test_another_key_with_the_same_address(erased, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    content = f"customer_id,name,email\nc77,Anna,{ANNA.upper()}\nc78,Bo,bo@example.dk\n"
    done = again(erased, tmp_path, "customers", content)
    assert (done.rejected, done.filled[0].appended.added) == (1, 1)


def test_rows_at_fault_are_not_kept_either(erased, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = again(erased, tmp_path, "orders", f"order_id,customer_id,ordered_at\nnew-1,{ANNA},yesterday\n")
    assert done.rejected == 1
    assert everywhere(erased, TEXTS) == []


def test_rows_that_arrive(erased, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The sender is told at once; what comes in between is refused when it comes to the store."""
    rows = [{"order_id": "new-1", "customer_id": ANNA, "ordered_at": "2026-04-01T10:00:00Z"},
            {"order_id": "new-2", "customer_id": "bo@example.dk", "ordered_at": "2026-04-01T10:00:00Z"}]  # fmt: skip
    with closing(Arrivals(erased, tmp_path / "arriving", currency="EUR")) as arrivals:
        sent: Future = arrivals.send(TABLES["orders"], rows, source="shop")  # type: ignore[type-arg]
        receipt = sent.result()
        assert (receipt.accepted, [(one.row, one.column, one.value, one.reason) for one in receipt.rejected]) == (
            1, [(1, "customer_id", None, why())],
        )  # fmt: skip
        arrivals.flush()
        assert erased.query("select order_id from orders where order_id like 'new%'")["order_id"].to_pylist() == ["new-2"]
        arrivals.bring(lambda engine: engine.customers.erase(Erasure("bo@example.dk"))).result()
        assert arrivals.send(TABLES["orders"], rows, source="shop").result().accepted == 0
    assert everywhere(erased, {ANNA}) == []


def test_rows_checked_before_and_appended_after(erased) -> None:  # type: ignore[no-untyped-def]
    rows = pa.table({"order_id": ["new-1", "new-2"], "customer_id": [ANNA, "c9"], "ordered_at": [datetime(2026, 4, 1)] * 2})
    with erased.write() as writer:
        done = writer.append(TABLES["orders"], rows, source="a source")
    assert (done.added, done.refused) == (1, 1)
    faults = erased.query(
        "select faults[1].reason as why from _helder.rejects where batch = (select max(batch) from _helder.rejects)"
    )
    assert faults["why"].to_pylist() == [why()]


def test_who_comes_back_is_let_in(erased, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """As a new customer: what was erased of them stays out."""
    assert erased.customers.let_in(ANNA, [ANNA]) == 2
    assert again(erased, tmp_path, "customers").filled[0].appended.added == 1
    assert again(erased, tmp_path, "orders").rejected == 1
    assert erased.customers.let_in(ANNA) == 0


def test_without_the_key_nothing_is_added(erased, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    erased.close()
    with closing(open_engine(f"duckdb:///{tmp_path / 'cx.duckdb'}")) as elsewhere, pytest.raises(StoreError, match="home folder"):
        again(elsewhere, tmp_path, "orders")
    (tmp_path / ERASED_KEY).write_text("another")
    with closing(opened(tmp_path)) as other, pytest.raises(StoreError, match="another erased-key"):
        again(other, tmp_path, "orders")


def test_a_key_that_is_an_address_keeps_the_address_out(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as engine:
        again(engine, tmp_path, "customers", f"customer_id,name,email\n{ANNA},Anna,\nbo@example.dk,Bo,\nc1,Bo,bo@example.dk\n")
        for customer in (ANNA, "bo@example.dk"):
            engine.customers.erase(Erasure(customer))
        done = again(engine, tmp_path, "customers", f"customer_id,name,email\nc77,Anna,{ANNA}\nc1,Bo,bo@example.dk\n")
        assert (done.rejected, done.filled[0].appended.unchanged) == (1, 1)
