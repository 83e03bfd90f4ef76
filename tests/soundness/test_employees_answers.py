"""What people who work here say is told of nobody: not by a list of rows, nor by a figure of one."""

from __future__ import annotations

from typing import Any

import pytest
from oracle.small import NOON

import helder
from helder.engines import open_engine
from helder.errors import BadQuestion
from helder.model import TABLES
from helder.workspace import Workspace


@pytest.fixture
def h() -> Any:
    import pyarrow as pa

    rows = [
        {
            "answer_id": f"a{i}",
            "instrument": "csat" if i % 2 else "nps",
            "score": 3.0,
            "answered_at": NOON,
            "respondent": "employee" if i < 4 else "customer",
            "employee_id": f"E{i}",
        }
        for i in range(20)
    ]
    rows.append({**rows[-1], "answer_id": "unsaid", "instrument": "employee", "respondent": None})  # who else would answer it
    workspace = Workspace(open_engine("duckdb://", zone="UTC"), "EUR")
    with workspace.engine.write() as writer:
        writer.append(TABLES["answers"], pa.Table.from_pylist(rows), source="t")
    yield workspace
    workspace.close()


@pytest.mark.parametrize("metric", ["csat", "nps", "enps"])
@pytest.mark.parametrize("left_out", [False, True])
def test_no_list_of_rows_tells_their_answers(h: Workspace, metric: str, left_out: bool) -> None:
    try:
        listed = h.rows(metric, limit=None, left_out=left_out)
    except BadQuestion:
        return
    theirs = [row for row in listed.to_pylist() if "employee" in (row["respondent"], row["instrument"])]
    told = {name for row in theirs for name, value in row.items() if value is not None}
    assert told <= {"answer_id", "respondent", "survey", "question", "instrument", "left_out"}


@pytest.mark.parametrize("where", ["respondent = 'employee'", "said_by_employee", "respondent != 'customer'"])
def test_a_condition_on_who_answered_makes_it_a_question_about_them(h: Workspace, where: str) -> None:
    with pytest.raises(BadQuestion, match="not told one by one"):
        h.rows("csat", where=where, left_out=True)
    (row,) = h.show("csat", where=where)
    assert (row.suppressed, row.value, row.n) == (True, None, None)
    assert helder.CATALOG["csat"].about_employees is False


def test_by_who_answered_the_small_group_is_hidden(h: Workspace) -> None:
    shown = {row.by[0]: row.suppressed for row in h.show("csat", by=["respondent"])}
    assert shown["employee"] is True
