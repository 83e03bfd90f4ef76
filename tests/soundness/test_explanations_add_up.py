"""Rows read are rows counted and rows left out, for every metric, whatever is asked."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from oracle.cells import Row
from oracle.company import Company
from oracle.loading import store
from oracle.outside import everything

import helder
from helder.workspace import Workspace

#: But those about employees: a company made up has groups of them too small to be told of.
NAMES = [name for name, metric in helder.CATALOG.items() if not metric.about_employees]


@pytest.fixture(scope="module")
def company() -> Iterator[Workspace]:
    made = Company(5, 80)
    tables = everything(made) | {"turns": made.turns()}
    tables["contacts"] = [*tables["contacts"], who_waits(tables["contacts"][0])]
    with store(tables) as workspace:
        yield workspace


def who_waits(like: Row) -> Row:
    """A contact in the queue still, on the last of the days asked about."""
    at = datetime(2025, 4, 30, 10)
    left = dict.fromkeys(("answered_at", "ended_at", "outcome", "wait_seconds", "talk_seconds", "hold_seconds", "wrap_seconds"))
    return {**like, **left, "contact_id": "who waits", "offered_at": at, "queued_at": at}


@pytest.mark.parametrize("name", NAMES)
def test_read_is_counted_and_left_out(company: Workspace, name: str) -> None:
    params = helder.CATALOG[name].example.question.get("params")
    told = company.explain(name, sample=0, since="2025-03-05", until="2025-05-01", params=params)
    assert told.read == told.counted + sum(told.left_out.values())
    for part in told.parts:
        assert part.read == part.counted + sum(part.left_out.values())
        assert part.counted > 0, "the company has something for every metric"


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_behind_a_number_are_those_counted(company: Workspace, name: str) -> None:
    """As many as are counted, and those left out are the others, each under its reason."""
    question = {"since": "2025-03-05", "until": "2025-05-01"}
    for i, part in enumerate(company.explain(name, sample=0, **question).parts):
        assert company.rows(name, limit=None, part=i, **question).num_rows == part.counted
        reasons = Counter(company.rows(name, limit=None, part=i, left_out=True, **question)["left_out"].to_pylist())
        assert reasons == {reason: n for reason, n in part.left_out.items() if n}


def test_pages_of_rows_hold_every_row_once(company: Workspace) -> None:
    pages = [company.rows("nps", limit=7, offset=offset) for offset in range(0, 60, 7)]
    names = [name for page in pages for name in page["answer_id"].to_pylist()]
    assert len(names) == len(set(names)) == company.explain("nps").counted
