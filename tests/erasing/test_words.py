"""What a text of theirs says of an erased customer is cut out of it, however often it says it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from erasing.anna import ANNA, again, opened
from helder.engines import DuckDBEngine
from helder.engines.erasing import Erasure

EVENTS = "event_id,session_id,customer_id,at,event,page\n"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    made = opened(tmp_path)
    again(made, tmp_path, "customers")
    yield made
    made.close()


def page(engine: DuckDBEngine, folder: Path, address: str) -> str:
    """What becomes of the address of a page that Anna saw."""
    again(engine, folder, "page_events", f"{EVENTS}event-1,visit-1,{ANNA},2026-03-01T09:50:00Z,view,{address}\n")
    engine.customers.erase(Erasure(ANNA))
    (said,) = engine.query("select page from page_events")["page"].to_pylist()
    return str(said)


def test_names_that_follow_one_another(engine: DuckDBEngine, tmp_path: Path) -> None:
    said = page(engine, tmp_path, f"/m/{ANNA}/{ANNA}/{ANNA}/Anna Peters Anna Peters Anna Peters")
    assert said == "/m/erased/erased/erased/erased erased erased"


def test_numbers_of_their_orders_and_cases(engine: DuckDBEngine, tmp_path: Path) -> None:
    again(engine, tmp_path, "orders")
    again(engine, tmp_path, "cases")
    assert (
        page(engine, tmp_path, "/o/an-order-1/thanks?case=AN-CASE-1&of=bo-order-1")
        == "/o/erased/thanks?case=erased&of=bo-order-1"
    )


def test_more_numbers_than_one_expression_takes(engine: DuckDBEngine, tmp_path: Path) -> None:
    lines = "".join(f"order-{i},{ANNA},2026-03-01T10:00:00Z,paid,1.00\n" for i in range(450))
    again(engine, tmp_path, "orders", f"order_id,customer_id,ordered_at,status,revenue\n{lines}")
    said = page(engine, tmp_path, "/of?" + "&".join(f"order-{i}" for i in range(450)) + "&100%")
    assert said == "/of?" + "&".join(["erased"] * 450) + "&100%"
