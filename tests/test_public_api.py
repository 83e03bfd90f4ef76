"""The public API: what helder exports, the tables it takes, and the forms of its answers."""

from __future__ import annotations

import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from oracle.small import answers

import helder

ROWS = answers(10, 9, 0, None, channel="web") + answers(8, channel="phone")
FRAME = pd.DataFrame(ROWS)
QUESTION = {"by": ["channel"], "grain": "month", "since": "2026-02-01", "until": "2026-04-01", "compare": "previous"}


def test_exactly_these_names() -> None:
    assert sorted(helder.__all__) == ["CATALOG", "connect", "errors", "show"]
    assert all(hasattr(helder, name) for name in helder.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nps'"):
        helder.nps  # noqa: B018


@pytest.mark.parametrize(
    "table",
    [
        FRAME,
        pl.DataFrame(ROWS),
        pl.DataFrame(ROWS).lazy(),
        pa.Table.from_pylist(ROWS),
        ibis.memtable(pa.Table.from_pylist(ROWS)),
        FRAME.assign(answered_at=FRAME.answered_at.dt.tz_localize("UTC").dt.tz_convert("Asia/Tokyo")),
        FRAME.assign(answered_at=FRAME.answered_at.astype(str)),
    ],
    ids=["pandas", "polars", "polars lazy", "arrow", "ibis", "pandas with a zone", "times as text"],
)
def test_any_kind_of_table_gives_the_same(table: object) -> None:
    assert (
        helder.show("nps", answers=table, **QUESTION).to_records() == helder.show("nps", answers=FRAME, **QUESTION).to_records()
    )


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # by Ibis, in making the table
def test_a_table_of_an_ibis_backend_is_asked_there() -> None:
    connection = ibis.duckdb.connect()
    table = connection.create_table("mine", pa.Table.from_pylist(ROWS))
    assert helder.show("nps", answers=table).to_records() == helder.show("nps", answers=FRAME).to_records()


def test_every_form_of_an_answer_holds_the_same() -> None:
    answer = helder.show("nps", "csat", answers=FRAME, **QUESTION)
    records = answer.to_records()
    assert answer.to_arrow().to_pylist() == records
    assert answer.to_polars().to_dicts() == records
    frame = answer.to_pandas()
    assert list(frame.columns) == list(records[0])
    assert [None if pd.isna(v) else v for v in frame["value"]] == [r["value"] for r in records]


def test_columns_of_an_answer() -> None:
    (first, *_) = helder.show("nps", answers=FRAME, **QUESTION).to_records()
    assert list(first) == [
        "metric", "start", "channel", "scale", "value", "n", "numerator", "denominator", "low", "high", "provisional",
        "suppressed", "unit", "version", "previous", "change", "p", "significant", "partial",
    ]  # fmt: skip


def test_an_answer_without_rows_has_its_columns() -> None:
    empty = helder.show("nps", answers=FRAME.iloc[:0], **QUESTION)
    full = helder.show("nps", answers=FRAME, **QUESTION)
    assert (len(empty), empty.to_arrow().column_names) == (0, full.to_arrow().column_names)


def test_a_chart_can_be_drawn() -> None:
    assert "mark" in str(helder.show("nps", answers=FRAME, by=["channel"]).chart().to_dict())


def test_the_catalogue_has_every_metric_with_its_titles() -> None:
    for name, metric in helder.CATALOG.items():
        assert name == metric.name
        assert metric.titles.keys() == {"en", "nl", "da"}
        assert metric.in_words({})
