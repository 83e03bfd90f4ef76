"""Trying a mapping tells what loading by it does."""

from __future__ import annotations

import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helder.connectors.reading import document
from helder.connectors.reading.drafting import draft, guessed
from helder.connectors.reading.load import load
from helder.connectors.reading.trial import FIRST, begin, trial
from helder.model import TABLES

CSV = 'id,n,when\n1,9,2024-01-01\n2,x,2024-01-02\n\n3,4,2024-13-01\n4,5\n"5","7","2024-01-05"\n'
PLAIN = '[answers.columns]\nanswer_id = "id"\nscore = "n"\nanswered_at = "when"\n'
BY_SQL = """[answers]
where = "n <> '4'"
[answers.columns]
answer_id = { sql = "'a' || row" }
score = "n"
answered_at = "when"
"""


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"id": [1, 2], "n": [3.5, None], "when": ["2024-01-01", "never"]}), sink)
    return sink.getvalue()


FILES = {
    "a.csv": CSV.encode(),
    "a.csv.gz": gzip.compress(CSV.encode()),
    "a.tsv": CSV.replace(",", "\t").encode(),
    "a.ndjson": b'{"id": 1, "n": 2, "when": "2024-01-01"}\n{"id": 2, "n": "x", "when": null}\n',
    "a.json": b'[{"id": 1, "n": 2, "when": "2024-01-01"}]',
    "a.parquet": parquet(),
    "b.csv": CSV.encode("utf-16"),
}


@pytest.mark.parametrize("mapping", [PLAIN, BY_SQL], ids=["plain", "sql"])
@pytest.mark.parametrize("name", FILES)
def test_it_finds_what_the_load_finds(desk, name, mapping):
    path, said = desk.file(name, FILES[name]), document.parse(mapping, "m")
    (tried,) = trial(path, said, currency="EUR").tried
    done = load(desk.engine, path, mapping=said)
    assert (tried.accepted, tried.rejected) == (done.filled[0].accepted, done.rejected)
    found = [(flaw.row, flaw.column, flaw.reason) for flaw in tried.flaws]
    assert found == desk.faults()
    assert tried.stored.num_rows == tried.accepted


def test_only_the_beginning_of_a_large_text_is_read(desk):
    line = "2,5,2024-01-01\n"
    path = desk.file("a.csv.gz", gzip.compress(("id,n,when\n" + line * (3 * FIRST // len(line))).encode()))
    found = begin(path, document.parse("", "m").file, name="told.csv.gz")
    assert found.file.plain is not None
    assert found.file.where == "told.csv.gz"
    assert list(found.records) == list(range(1, 21))
    (tried,) = trial(path, document.parse(PLAIN, "m"), currency="EUR", most=200).tried
    assert (tried.accepted, tried.rejected) == (200, 0)


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("order_id,customer_id,ordered_at,revenue,currency", "orders"),
        ("ticketid,status,priority,opened_at,closed_at,team", "cases"),
        ("klantnummer,naam,email,telefoon,land", "customers"),
        ("respondent,datum,nps,opmerking", "answers"),
        ("call_id,queue,offered_at,answered_at,wait_seconds,talk_seconds", "contacts"),
        ("session_id,visitor_id,at,event,page", "page_events"),
    ],
)
def test_the_table_is_guessed_from_the_columns(columns, table):
    assert guessed(columns.split(","))[0].name == table


def test_slips_among_dates_do_not_hide_how_they_are_written(desk):
    days = "".join(f"{i},{i:02}-05-2025\n" for i in range(1, 20))
    text = draft(TABLES["mentions"], desk.file("a.csv", "mention_id,placed\n" + days + "20,31-02-2025\n"))
    assert 'at = { from = "placed", format = "%d-%m-%Y" }' in text
