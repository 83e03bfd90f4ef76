"""What is hidden as a small group of employees is not told by an explanation, nor by the rows behind it."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pytest

import helder
from helder.errors import BadQuestion
from helder.model import table


@pytest.fixture
def workspace():
    """Three answers about one employee, nine about another."""
    rows = {
        "answer_id": [str(i) for i in range(12)],
        "instrument": ["csat"] * 12,
        "scale": ["1-5"] * 12,
        "score": [4.0] * 12,
        "employee_id": ["few"] * 3 + ["many"] * 9,
        "answered_at": pa.array([datetime(2026, 3, 2)] * 12, pa.timestamp("us")),
    }
    with helder.connect() as opened:
        with opened.engine.write() as writer:
            writer.append(table("answers"), pa.table(rows), source="test")
        yield opened


@pytest.mark.parametrize("look", ["explain", "rows"])
def test_a_small_group_is_not_told(workspace, look) -> None:
    with pytest.raises(BadQuestion, match="fewer than 5"):
        getattr(workspace, look)("csat", where="employee_id = 'few'")


def test_a_larger_group_is_told(workspace) -> None:
    assert workspace.explain("csat", where="employee_id = 'many'").counted == 9
    assert workspace.rows("csat", where="employee_id = 'many'").num_rows == 9
