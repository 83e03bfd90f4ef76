"""What a followed roll-up must not miss: what rows look up in others of their own table, and digits that slips take away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from oracle.loading import load, store, stored

from helder.facts.fact import Source
from helder.facts.lookups import also_related, looked_up
from helder.metrics import CATALOG
from helder.model import TABLES
from helder.query.answer import Answer
from helder.workspace import Workspace

AT = datetime(2026, 3, 2, 10)
TABLE_EXPRESSIONS = {name: table.expression for name, table in TABLES.items()}


def _answers(numbers: range, instrument: str) -> dict[str, list[dict[str, Any]]]:
    """One answer in each response: a score, or the intent."""

    def said(n: int) -> dict[str, Any]:
        return {"score": n % 5 + 1, "scale": "1-5"} if instrument == "csat" else {"choice": ("buy", "help")[n % 2]}

    known = {"instrument": instrument, "answered_at": AT}
    return {"answers": [{"answer_id": f"{instrument}{n}", "response_id": f"r{n}", **known, **said(n)} for n in numbers]}


def _contacts(talk: dict[int, float]) -> dict[str, list[dict[str, Any]]]:
    known = {"channel": "phone", "offered_at": AT, "outcome": "answered"}
    return {"contacts": [{"contact_id": f"k{n}", "talk_seconds": seconds, **known} for n, seconds in talk.items()]}


def _told(answer: Answer) -> list[tuple[Any, ...]]:
    return [(row.by, row.n, row.value, row.low, row.high) for row in answer]


def _same_without(workspace: Workspace, metric: str, by: str) -> None:
    with_rollups = _told(workspace.show(metric, by=[by]))
    assert workspace.rollups.drop()
    for one, other in zip(with_rollups, _told(workspace.show(metric, by=[by])), strict=True):
        assert one[0] == other[0]
        assert one[1:] == pytest.approx(other[1:], rel=1e-9)


def _followed(workspace: Workspace, metric: str) -> bool:
    return any(one.follows and not one.stale and metric in one.metrics for one in workspace.rollups.listed())


def test_intents_that_come_by_themselves() -> None:
    """Intents and scores of one response in different loads, either of them first."""
    with store({}) as workspace:
        load(workspace, _answers(range(10), "csat"))
        assert list(workspace.rollups.add(["intent"]))
        for rows in (_answers(range(10), "intent"), _answers(range(10, 20), "intent"), _answers(range(10, 20), "csat")):
            load(workspace, rows)
        assert _followed(workspace, "csat_mean")
        _same_without(workspace, "csat_mean", "intent")


@pytest.mark.parametrize("slip", [1.772442e12, 1e18, 1e300])
def test_a_slip_that_is_corrected(slip: float) -> None:
    """A moment in milliseconds where seconds were meant, and its correction."""
    talk = {n: 60.0 + n for n in range(20)}
    with store({}) as workspace:
        load(workspace, _contacts(talk))
        assert list(workspace.rollups.add(["channel"]))
        load(workspace, _contacts({0: slip, 1: 3.5}))
        load(workspace, _contacts({0: talk[0], 1: talk[1]}))
        _same_without(workspace, "average_handle_time", "channel")


def test_corrections_of_usual_size_are_followed() -> None:
    with store({}) as workspace:
        load(workspace, _contacts({n: 60.0 + n for n in range(20)}))
        assert list(workspace.rollups.add(["channel"]))
        load(workspace, _contacts({0: 3600.0, 1: 0.0}))
        assert _followed(workspace, "average_handle_time")
        _same_without(workspace, "average_handle_time", "channel")


def test_what_is_looked_up_is_tied_to_what_points_to_it_or_not_at_all() -> None:
    """A table tied to nothing would stand for itself without the rows that are looked up in it."""
    tried = 0
    for fact in {measure.fact for metric in CATALOG.values() for measure in metric.measured({}).measures if measure.fact.related}:
        for name, dimension in fact.dimensions.items():
            if dimension.table in TABLES and not fact.periodic:
                joined = looked_up(fact.build(Source(TABLE_EXPRESSIONS)), {name: dimension}, Source(TABLE_EXPRESSIONS))
                ties = also_related(fact, joined)
                assert ties is not None
                tied = set(ties.related.get(dimension.table, ())) - set(fact.related.get(dimension.table, ()))
                assert all(any(kind in ties.related[own] for own in fact.related) for kind in tied), (fact.name, name)
                assert tied <= {dimension.table}
                assert set(ties.looked_up) == tied
                tried += bool(tied)
    assert tried > 50


def test_a_writer_may_go_on_after_it_settled() -> None:
    with store({}) as workspace:
        load(workspace, _contacts({n: 60.0 + n for n in range(20)}))
        assert list(workspace.rollups.add(["channel"]))
        with workspace.engine.write() as writer:
            for talk in (60.0, 60.0, 90.0):  # nothing new, twice, then another value
                rows = stored(TABLES["contacts"], _contacts({0: talk})["contacts"])
                writer.append(TABLES["contacts"], rows, source="t")
                writer.settle()
        _same_without(workspace, "average_handle_time", "channel")
