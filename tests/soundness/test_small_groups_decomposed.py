"""A small group of people who work here does not come out of a change that is split."""

from __future__ import annotations

from datetime import datetime

import pytest
from oracle.loading import store
from oracle.small import answers

from helder.errors import BadQuestion

MARCH = {"since": "2026-03-01", "until": "2026-04-01"}


@pytest.fixture
def workspace():
    """In February and March: three answers about a, four about b, nine about c."""
    rows = []
    for month in (2, 3):
        for who, n in (("a", 3), ("b", 4), ("c", 9)):
            some = answers(*[5] * n, instrument="csat", employee_id=who)
            rows += [{**r, "answer_id": f"{r['answer_id']}-{month}", "answered_at": datetime(2026, month, 10)} for r in some]
    with store({"answers": rows, "employees": [{"employee_id": who} for who in "abc"]}) as opened:
        yield opened


def test_small_groups_are_put_together_before_the_split(workspace) -> None:
    found = workspace.decompose("csat", by=["employee"], **MARCH)
    assert {(e.by, e.state, e.n) for e in found if e.segment} == {(("c",), "", 9), ((None,), "small groups together", 7)}


def test_one_small_group_alone_is_refused(workspace) -> None:
    with pytest.raises(BadQuestion, match="fewer than 5"):
        workspace.decompose("csat", by=["employee"], where="employee = 'a'", **MARCH)
