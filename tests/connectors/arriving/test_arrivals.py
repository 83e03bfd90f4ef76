"""Rows that arrive one by one become what a file of them would have become."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helder.connectors.arriving import arrivals as taking
from helder.connectors.arriving.arrivals import Arrivals
from helder.connectors.arriving.receipt import Rejected
from helder.connectors.reading.load import load
from helder.engines import Engine, open_engine
from helder.errors import BadInput, Overloaded, StoreError
from helder.model import TABLES

ANSWERS = TABLES["answers"]
Begin = Callable[[], Arrivals]


def answer(number: int, **more: Any) -> dict[str, Any]:
    return {"answer_id": f"a{number}", "instrument": "nps", "score": 9, "answered_at": "2026-03-01T10:00:00Z", **more}


def kept(engine: Engine, table: str = "answers") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.run(TABLES[table].expression).to_pylist()
    return sorted(({k: v for k, v in row.items() if k != "_batch"} for row in rows), key=str)


def faults(engine: Engine) -> set[tuple[Any, ...]]:
    found = engine.ledger("select record, unnest(faults) as f from _helder.rejects").to_pylist()
    return {(row["f"]["column"], row["f"]["value"], row["f"]["reason"]) for row in found}


ROWS = st.lists(
    st.fixed_dictionaries(
        {"order_id": st.sampled_from(["1", "2", "3", 4, "", None])},
        optional={
            "ordered_at": st.sampled_from(["2026-03-29T01:30:00+01:00", "2026-10-25 02:30", "31-2-2026", None]),
            "revenue": st.sampled_from([0, 12.5, "12.345", "1e3", -3, None, "x"]),
            "currency": st.sampled_from(["EUR", "JPY", "euro", None]),
            "status": st.sampled_from(["paid", " ", "é"]),
            "attributes": st.sampled_from([{"shop": "a"}, {}, None]),
        },
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(ROWS, st.integers(1, 5))
def test_they_become_what_a_file_of_them_becomes(rows: list[dict[str, Any]], size: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "orders.ndjson"
        columns = dict.fromkeys(TABLES["orders"].by_name)
        path.write_text("\n".join(json.dumps({**columns, **row}) for row in rows))
        by_file, by_send = (open_engine("duckdb://", zone="Europe/Amsterdam") for _ in range(2))
        done = load(by_file, path, table=TABLES["orders"])
        arrivals = Arrivals(by_send, Path(folder) / "arriving", currency="EUR")
        sent = [arrivals.send(TABLES["orders"], rows[i : i + size], source="test") for i in range(0, len(rows), size)]
        receipts = [one.result() for one in sent]
        arrivals.close()
        assert sum(receipt.accepted for receipt in receipts) == done.filled[0].accepted
        assert sum(receipt.refused for receipt in receipts) == done.rejected
        assert kept(by_send, "orders") == kept(by_file, "orders")
        assert faults(by_send) == faults(by_file)
        by_file.close()
        by_send.close()


def test_the_faults_are_told_by_the_place_in_the_send(begin: Begin) -> None:
    arrivals = begin()
    sent = [arrivals.send(ANSWERS, [answer(i), answer(i, score=11, scale="0-10")], source="t") for i in range(5)]
    for one in sent:
        assert one.result().accepted == 1
        assert one.result().rejected == (Rejected(2, "score", "11", "is outside the scale 0-10"),)


def test_values_of_python_and_entries_of_a_map_are_kept(begin: Begin, engine: Engine) -> None:
    arrivals = begin()
    row = {"order_id": 7, "ordered_at": datetime(2026, 3, 1, 12, tzinfo=UTC), "attributes.shop": "a", "attributes": {"b": 1}}
    assert arrivals.send(TABLES["orders"], [row], source="t").result().accepted == 1
    arrivals.flush()
    (order,) = kept(engine, "orders")
    assert (order["order_id"], order["ordered_at"]) == ("7", datetime(2026, 3, 1, 12))
    assert dict(order["attributes"]) == {"shop": "a", "b": "1"}


def test_a_list_or_an_object_is_no_text(begin: Begin, engine: Engine) -> None:
    arrivals = begin()
    rows = [answer(1, score="x"), answer(2), {**answer(3), "answer_id": {"id": 5}}, answer(4, comment=["a"])]
    receipt = arrivals.send(ANSWERS, rows, source="t").result()
    assert receipt.accepted == 1
    assert [(fault.row, fault.column) for fault in receipt.rejected] == [(1, "score"), (3, "answer_id"), (4, "comment")]
    arrivals.flush()
    assert [row["answer_id"] for row in kept(engine)] == ["a2"]


def test_the_later_of_two_sends_of_a_key_wins(begin: Begin, engine: Engine) -> None:
    arrivals = begin()
    for score in range(11):
        arrivals.send(ANSWERS, [answer(1, score=score)], source=f"s{score % 2}")
    arrivals.flush()
    arrivals.send(ANSWERS, [answer(1, score=3)], source="last").result()
    arrivals.flush()
    assert [row["score"] for row in kept(engine)] == [3.0]


def test_one_send_that_cannot_be_taken_spoils_no_other(begin: Begin, engine: Engine) -> None:
    arrivals = begin()
    rows = [answer(1), answer(2, comment="\ud800"), answer(3), answer(4, no_such=1)]
    sent = [arrivals.send(ANSWERS, [row], source="t") for row in rows]
    assert [one.exception() is None for one in sent] == [True, False, True, False]
    assert isinstance(sent[1].exception(), BadInput)
    with pytest.raises(BadInput, match="no column for 'no_such'"):
        sent[3].result()
    arrivals.flush()
    assert [row["answer_id"] for row in kept(engine)] == ["a1", "a3"]


def test_a_sender_who_gives_up_stops_nobody_else(begin: Begin, engine: Engine) -> None:
    arrivals = begin()
    given_up = [arrivals.send(ANSWERS, [answer(number)], source="t") for number in range(20)]
    assert not any(one.cancel() for one in given_up)
    assert arrivals.send(ANSWERS, [answer(100)], source="t").result(10).accepted == 1
    arrivals.flush()
    assert len(kept(engine)) == 21


def test_many_threads_lose_nothing_and_the_ledger_stays_small(begin: Begin, engine: Engine) -> None:
    arrivals = begin()

    def many(first: int) -> None:
        for number in range(first, first + 50):
            arrivals.send(ANSWERS, [answer(number)], source="shop").result()

    threads = [Thread(target=many, args=(first * 50,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    arrivals.flush()
    assert len(kept(engine)) == 400
    (ledger,) = engine.ledger("select * from _helder.batches").to_pylist()
    assert (ledger["source"], ledger["added"], ledger["changed"]) == ("shop", 400, 0)
    assert engine.batches() == {"answers": ledger["batch"]}
    assert max(engine.run(ANSWERS.expression)["_batch"].to_pylist()) == ledger["batch"]


def test_too_much_at_once_is_put_off_and_taken_later(begin: Begin, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "_MOST_BYTES", 100)
    arrivals = begin()
    with engine.write():  # nothing comes into the store meanwhile
        arrivals.send(ANSWERS, [answer(1)], source="t").result()
        with pytest.raises(Overloaded, match="More rows arrive than can be kept"):
            arrivals.send(ANSWERS, [answer(2)], source="t").result()
    arrivals.flush()
    assert arrivals.send(ANSWERS, [answer(2)], source="t").result().accepted == 1


def test_those_who_watch_are_told_when_rows_are_in_the_store(begin: Begin, engine: Engine) -> None:
    arrivals, seen = begin(), []
    arrivals.watch(lambda tables: seen.append((tables, len(kept(engine)))))
    arrivals.send(ANSWERS, [answer(1)], source="t").result()
    arrivals.flush()
    arrivals.close()
    assert seen == [(frozenset({"answers"}), 1)]
    with pytest.raises(StoreError, match="The server is stopping"):
        arrivals.send(ANSWERS, [answer(2)], source="t").result()
