"""A store of known rows, and goals upon them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

import helder
from helder.goals.standing import Standing
from helder.model import TABLES
from helder.workspace import Workspace

AT = date(2026, 2, 15)
FIRST = datetime(2025, 7, 1, 12)


def put(workspace: Workspace, table: str, rows: list[dict[str, Any]]) -> None:
    names = dict.fromkeys(name for row in rows for name in row)
    columns = pa.table({name: [row.get(name) for row in rows] for name in names})
    with workspace.engine.write() as writer:
        writer.append(TABLES[table], columns, source="known rows")


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """Ten orders of EUR 10 a day and four answers, of which three are promoters', until the day the goals are looked at."""
    days = [FIRST + timedelta(days=i) for i in range((AT - FIRST.date()).days)]
    orders = [
        {"order_id": f"{i}-{k}", "customer_id": f"c{k}", "ordered_at": day, "status": "paid", "revenue": 1000, "currency": "EUR"}
        for i, day in enumerate(days)
        for k in range(10)
    ]
    answers = [
        {
            "answer_id": f"{i}-{k}", "instrument": "nps", "score": 10.0 if k < 3 else 0.0, "channel": "web" if k % 2 else "phone",
            "answered_at": day,
        }
        for i, day in enumerate(days)
        for k in range(4)
    ]  # fmt: skip
    with helder.connect("duckdb://", zone="UTC") as held:
        put(held, "orders", orders)
        put(held, "answers", answers)
        yield held


@pytest.fixture
def stands(workspace: Workspace) -> Iterator[Callable[..., Standing]]:
    """How a goal stands that is set so."""
    names: list[str] = []

    def stand(metric: str, target: float, *, at: date = AT, **about: Any) -> Standing:
        names.append(f"g{len(names)}")
        put(workspace, "goals", [{"goal_id": names[-1], "metric": metric, "target": target, **about}])
        (one,) = [one for one in workspace.goals(metric, at=at, everything=True) if one.goal.goal_id == names[-1]]
        return one

    yield stand
    put(workspace, "goals", [{"goal_id": name, "metric": "nps", "withdrawn": True} for name in names])
