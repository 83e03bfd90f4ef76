"""Rows sent in every form come in, and what is at fault is told."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pyarrow as pa
import pytest

from .conftest import answer_row, until

ROWS = [answer_row(f"f{number}", comment=f"said {number}", customer_id="f") for number in range(3)]


def arrow_of(rows: list[dict[str, object]]) -> bytes:
    sink = io.BytesIO()
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    table = pa.Table.from_pylist([{**row, "answered_at": moment} for row in rows])
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def csv_of(rows: list[dict[str, object]]) -> bytes:
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    return "\n".join(lines).encode()


FORMS: dict[str, tuple[str, Callable[[list[dict[str, object]]], bytes]]] = {
    "json": ("application/json", lambda rows: json.dumps(rows).encode()),
    "ndjson": ("application/x-ndjson", lambda rows: "\n".join(map(json.dumps, rows)).encode()),
    "csv": ("text/csv", csv_of),
    "arrow": ("application/vnd.apache.arrow.stream", arrow_of),
}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "identity": lambda body: body,
    "gzip": gzip.compress,
    "zstd": lambda body: pa.compress(body, "zstd", asbytes=True),
}


def kept(call: httpx.Client, prefix: str) -> list[dict[str, object]]:
    """The answers whose number begins so."""
    asked = {"where": f"answer_id like '{prefix}%'", "limit": 100_000}
    return list(call.get("/metrics/nps/rows", params=asked).json())


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_and_packing_brings_the_same_rows(call: httpx.Client, form: str, packing: str) -> None:
    kind, written = FORMS[form]
    rows = [{**row, "answer_id": f"{form}-{packing}-{row['answer_id']}"} for row in ROWS]
    headers = {"Content-Type": kind, "Content-Encoding": packing}
    answer = call.post("/tables/answers", content=PACKINGS[packing](written(rows)), headers=headers)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["accepted"], answer.json()["rejected"]) == (3, 0)
    found = until(lambda: kept(call, f"{form}-{packing}-"))
    told = [(row["answer_id"], row["score"], row["comment"], row["answered_at"]) for row in found]
    assert told == [(row["answer_id"], 9.0, row["comment"], "2026-03-01T12:00:00") for row in rows]


def test_one_row_is_an_object(call: httpx.Client) -> None:
    assert call.post("/tables/answers", json=answer_row("one")).json() == {"table": "answers", "accepted": 1, "rejected": 0}
    assert until(lambda: kept(call, "one"))


def test_the_rows_at_fault_are_told_with_column_value_and_reason(call: httpx.Client) -> None:
    rows = [answer_row("good"), answer_row("bad", score="nine"), answer_row("late", answered_at=None)]
    said = call.post("/tables/answers", json=rows).json()
    assert (said["accepted"], said["rejected"]) == (1, 2)
    first, second = said["faults"]
    assert first == {"row": 2, "column": "score", "value": "nine", "reason": "is not a number"}
    assert (second["row"], second["column"]) == (3, "answered_at")
    assert said["listed_at"].startswith("/api/v1/rejects")


def test_a_send_of_which_nothing_is_accepted_is_a_problem_with_its_faults(call: httpx.Client) -> None:
    answer = call.post("/tables/answers", json=[answer_row("x", score="nine")])
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["faults"][0]["column"] == "score"


def test_the_latest_row_of_a_key_wins(call: httpx.Client) -> None:
    for score in (3, 10):
        call.post("/tables/answers", json=answer_row("twice", score=score))
    assert until(lambda: [row["score"] for row in kept(call, "twice")] == [10.0])


def test_names_are_matched_whatever_their_capitals_and_attributes_by_their_own(call: httpx.Client) -> None:
    row = {"Order_ID": "cap", "ordered_at": "2026-03-01", "status": "paid", "Revenue": 12.34, "attributes.tier": "gold"}
    assert call.post("/tables/orders", json=row).json()["accepted"] == 1
    (found,) = until(lambda: call.get("/metrics/orders/rows", params={"where": "order_id = 'cap'"}).json())
    assert (found["revenue"], found["attributes"]) == (12.34, {"tier": "gold"})


def test_nothing_is_nothing(call: httpx.Client) -> None:
    assert call.post("/tables/answers", json=[]).json() == {"table": "answers", "accepted": 0, "rejected": 0}
