"""Laws of loading, on random files."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from helder import model
from helder.connectors.reading.load import Load, load
from helder.engines import DuckDBEngine, open_engine

CELL = st.one_of(
    st.sampled_from(
        ["", " ", "a", "b", "5", "11", "-1", "nps", "csat", "0-10", "1-5", "2024-01-01", "2024-02-30", "2024-07-01T10:00+02:00"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8),
)
COLUMNS = ("answer_id", "instrument", "scale", "score", "answered_at", "comment")
ROWS = st.lists(st.tuples(*[CELL] * len(COLUMNS)).filter(any), min_size=1, max_size=12)


def loaded(engine: DuckDBEngine, rows: list[tuple[str, ...]], tmp_path) -> Load:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([COLUMNS, *rows])
    (tmp_path / "random.csv").write_bytes(text.getvalue().encode())
    return load(engine, tmp_path / "random.csv", table=model.table("answers"))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_accepted_and_rejected_make_what_was_read(tmp_path_factory, rows):
    engine = open_engine("duckdb://")
    done = loaded(engine, rows, tmp_path_factory.mktemp("laws"))
    assert done.read == len(rows) == done.filled[0].accepted + done.rejected
    assert (
        engine.query("select count(*) as n from answers").to_pylist()[0]["n"]
        == done.filled[0].accepted - done.filled[0].appended.superseded
    )
    engine.close()


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_loading_twice_is_loading_once(tmp_path_factory, rows):
    engine, folder = open_engine("duckdb://"), tmp_path_factory.mktemp("laws")
    everything = (
        "select (select list(a order by answer_id) from answers as a) as rows, (select count(*) from _helder.rejects) as rejects"
    )
    first = loaded(engine, rows, folder)
    before = engine.query(everything).to_pylist()
    again = loaded(engine, rows, folder)
    assert engine.query(everything).to_pylist() == before
    assert again.filled[0].appended.unchanged == first.filled[0].appended.added
    engine.close()


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_what_is_accepted_is_what_was_written(tmp_path_factory, rows):
    engine = open_engine("duckdb://")
    loaded(engine, rows, tmp_path_factory.mktemp("laws"))
    written = {row[0]: row[5] for row in rows}
    for kept in engine.query("select answer_id, comment from answers").to_pylist():
        comments = [row[5] for row in rows if row[0] == kept["answer_id"]]
        assert kept["comment"] in comments or (kept["comment"] is None and any(not comment.strip() for comment in comments))
        assert kept["answer_id"] in written
    engine.close()
