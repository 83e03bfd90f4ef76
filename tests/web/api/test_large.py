"""Bodies too large for memory: loaded as files are, in whatever form, with few at a time."""

from __future__ import annotations

import gzip
import json

import httpx
import pyarrow as pa
import pytest

from .conftest import answer_row, until
from .test_sending import FORMS, kept

MANY = 12_000


@pytest.mark.parametrize("form", FORMS)
def test_many_rows_come_in_in_every_form(call: httpx.Client, form: str) -> None:
    kind, written = FORMS[form]
    rows = [answer_row(f"many-{form}-{number:05}", comment="x" * 60) for number in range(MANY)]
    body = written(rows)
    assert len(body) > 1 << 20
    answer = call.post("/tables/answers", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["accepted"], answer.json()["rejected"]) == (MANY, 0)
    assert answer.json()["load"] > 0
    found = until(lambda: kept(call, f"many-{form}-"))
    assert [row["answer_id"] for row in found] == [row["answer_id"] for row in rows]


def test_the_first_faults_of_many_rows_are_told_and_the_others_listed(call: httpx.Client) -> None:
    lines = "\n".join(f"faulty-{number},nps,{'x' if number % 2 else 9},2026-03-01" for number in range(5_000))
    body = f"answer_id,instrument,score,answered_at\n{lines}\n".encode()
    said = call.post(
        "/tables/answers", content=gzip.compress(body), headers={"Content-Type": "text/csv", "Content-Encoding": "gzip"}
    ).json()
    assert (said["accepted"], said["rejected"], len(said["faults"]), said["faults_not_told"]) == (2_500, 2_500, 100, 2_400)
    assert said["faults"][0] == {"row": 2, "column": "score", "value": "x", "reason": "is not a number"}
    path = said["listed_at"].removeprefix("/api/v1")
    listed = call.get(path).json() + call.get(f"{path}&offset=1000&limit=10000").json()
    assert len(listed) == 2_500
    assert {row["load"] for row in listed} == {said["load"]}


def test_many_short_rows_come_in_too(call: httpx.Client) -> None:
    rows = [{"customer_id": f"s{number}"} for number in range(3_000)]
    assert call.post("/tables/customers", json=rows).json()["accepted"] == 3_000


def test_a_csv_of_another_kind_is_made_sense_of_as_a_file_is(call: httpx.Client) -> None:
    body = "answer_id;instrument;score;answered_at\nsemi-1;nps;9;2026-03-01\nsemi-2;nps;9;2026-03-01;more\n"
    said = call.post("/tables/answers", content=body.encode(), headers={"Content-Type": "text/csv"}).json()
    assert (said["accepted"], said["rejected"]) == (1, 1)
    assert "columns" in said["faults"][0]["reason"]


def test_a_goal_is_held_against_the_catalogue(call: httpx.Client) -> None:
    row = {"goal_id": "g", "metric": "nonsense", "target": 1, "starts_on": "2026-01-01", "ends_on": "2026-01-31"}
    answer = call.post("/tables/goals", json=[row])
    assert answer.status_code == 422
    assert "nonsense" in answer.text


def test_an_arrow_stream_of_a_shared_text_is_refused_rather_than_grown(call: httpx.Client) -> None:
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array(["x" * 10_000]))
    sink = pa.BufferOutputStream()
    table = pa.table({"answer_id": shared})
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    headers = {"Content-Type": "application/vnd.apache.arrow.stream"}
    answer = call.post("/tables/answers", content=sink.getvalue().to_pybytes(), headers=headers)
    assert answer.status_code == 413
    assert "more than it may" in answer.json()["what"]


def test_a_long_field_comes_in_or_is_refused_with_a_reason(call: httpx.Client) -> None:
    comment = "é" * 1_000_000
    answer = call.post(
        "/tables/answers", content=json.dumps([answer_row("long", comment=comment)]), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json()["fix"]
    body = json.dumps([answer_row("long", comment=comment)], ensure_ascii=False).encode()
    answer = call.post("/tables/answers", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    (found,) = until(lambda: kept(call, "long"))
    assert found["comment"] == comment


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_ten_megabytes_in_one_field_are_refused_with_the_reason(call: httpx.Client, form: str) -> None:
    kind, written = FORMS[form]
    body = gzip.compress(written([answer_row("ten", comment="c" * 10_000_000)]))
    answer = call.post("/tables/answers", content=body, headers={"Content-Type": kind, "Content-Encoding": "gzip"})
    assert answer.status_code in (413, 422)
    assert "longer than 4 MB" in answer.json()["what"]


def test_a_document_laid_out_over_lines_is_read_as_well(call: httpx.Client) -> None:
    rows = [answer_row(f"laid-{number:04}", comment="[{,\n}]") for number in range(3_000)]
    body = json.dumps(rows, indent=4).encode()
    answer = call.post("/tables/answers", content=body, headers={"Content-Type": "application/json"})
    assert answer.json()["accepted"] == 3_000
    assert {row["comment"] for row in until(lambda: kept(call, "laid-"))} == {"[{,\n}]"}
