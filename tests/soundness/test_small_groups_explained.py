"""What is hidden as a small group of employees is not told by an explanation, nor by the rows behind it."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pytest

import helder
from helder.errors import BadQuestion
from helder.model import table

WHO = ["few"] * 3 + ["some"] * 6 + ["many"] * 9


@pytest.fixture
def workspace():
    """Three answers about one employee, six and nine about others."""
    rows = {
        "answer_id": [str(i) for i in range(18)],
        "instrument": ["csat"] * 18,
        "scale": ["1-5"] * 18,
        "score": [4.0] * 18,
        "employee_id": WHO,
        "answered_at": pa.array([datetime(2026, 3, 2)] * 18, pa.timestamp("us")),
    }
    with helder.connect() as opened:
        with opened.engine.write() as writer:
            writer.append(table("answers"), pa.table(rows), source="test")
        yield opened


@pytest.mark.parametrize(
    "where", ["employee_id = 'few'", "employee_id = 'some'", "employee_id <> 'few'", "employee_id in ('some', 'many')"]
)
def test_a_small_group_and_what_would_give_it_by_subtraction_are_not_told(workspace, where) -> None:
    with pytest.raises(BadQuestion, match="fewer than 5"):
        workspace.explain("csat", where=where)


@pytest.mark.parametrize("where", ["employee_id = 'many'", "employee_id in ('few', 'some')"])
def test_a_larger_group_is_told_without_its_rows(workspace, where) -> None:
    explanation = workspace.explain("csat", where=where)
    assert (explanation.counted, len(explanation.sample)) == (9, 0)


def test_rows_about_employees_are_not_listed(workspace) -> None:
    with pytest.raises(BadQuestion, match="one by one"):
        workspace.rows("csat", where="employee_id = 'many'")
    assert workspace.rows("csat").num_rows == 18
