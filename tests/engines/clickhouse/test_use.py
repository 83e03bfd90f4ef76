"""Using a store on ClickHouse: by many threads, within limits, and told what cannot be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import pytest
from oracle.loading import load
from oracle.opening import CALENDARS
from oracle.small import NOON

import helder
from helder.engines import Limits, open_engine
from helder.errors import NotSupported, StoreError
from helder.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with helder.connect(f"chdb:///{tmp_path}", calendars=CALENDARS) as found:
        yield found


def contacts(batch: int) -> dict[str, list[dict[str, Any]]]:
    return {"contacts": [{"contact_id": f"{batch}-{i}", "offered_at": NOON, "channel": "ab"[i % 2]} for i in range(50)]}


def test_eight_threads_ask_while_one_writes(workspace: Workspace) -> None:
    """Each answer is of whole loads, and a thread never sees fewer rows than before."""
    load(workspace, contacts(0))
    done = threading.Event()

    def asking() -> list[float]:
        seen = []
        while not done.is_set() or not seen:
            seen.append(sum(r.value or 0 for r in workspace.show("contact_volume", by=["channel"])))
        return seen

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(asking) for _ in range(8)]
        for batch in range(1, 6):
            load(workspace, contacts(batch))
        done.set()
        answers = [future.result() for future in asked]
    assert all(seen == sorted(seen) and not any(n % 50 for n in seen) for seen in answers)
    assert sum(r.value or 0 for r in workspace.show("contact_volume")) == 300


def test_every_thread_is_lent_the_calendars(workspace: Workspace) -> None:
    opened = datetime(2025, 3, 5, 15)
    case = {"case_id": "a", "opened_at": opened, "resolved_at": opened + timedelta(days=2)}
    load(workspace, {"cases": [case]})

    def hours(_: int) -> float | None:
        (row,) = workspace.show("average_resolution_time", params={"calendar": "red"})
        return row.value

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(hours, range(12))) == {2 * 8.5 * 3600}


@pytest.mark.parametrize(
    ("limits", "told"),
    [(Limits(seconds=0.2), "took longer than it may"), (Limits(memory=100_000_000), "more memory than it may use")],
)
def test_a_question_beyond_its_limits_is_told_what_to_do(tmp_path: Path, limits: Limits, told: str) -> None:
    engine = open_engine(f"chdb:///{tmp_path}", limits=limits)
    numbers = ibis.range(0, 3_000_000).unnest().name("n").as_table()
    heavy = numbers.cross_join(numbers.view()) if limits.seconds else numbers.cross_join(numbers.view().limit(40))
    try:
        with pytest.raises(StoreError, match=told) as error:
            engine.run(
                heavy.aggregate(
                    n=heavy.n.nunique() + heavy.n_right.nunique(), both=(heavy.n + heavy.n_right * 3_000_000).nunique()
                )
            )
        assert "Ask for less" in str(error.value.fix)
        assert engine.counts()["contacts"] == 0, "the store can be asked as before"
    finally:
        engine.close()


def test_what_is_not_exact_is_refused_by_name(workspace: Workspace) -> None:
    table = workspace.tables["answers"]
    for expression in (
        table.aggregate(r=table.score.mode()),
        table.select(r=table.score.round()),
        table.aggregate(r=table.choice.first()),
    ):
        with pytest.raises(NotSupported, match=r"ClickHouse cannot do (Mode|Round|First) exactly"):
            workspace.engine.run(expression)
    with pytest.raises(NotSupported, match="numbers as texts"):
        workspace.engine.run(table.select(r=table.score.cast("string")))


def test_the_sql_of_an_explanation_gives_the_same_when_it_is_sent_as_it_stands(workspace: Workspace) -> None:
    load(workspace, contacts(0))
    sql = workspace.explain("contact_volume").sql
    assert "final = 1" in sql
    assert 50 in workspace.engine._connections.rows(sql).to_pylist()[0].values()


def test_health_tells_the_version_and_what_may_be_used(workspace: Workspace) -> None:
    told = workspace.engine.health()
    assert told["engine"].startswith("ClickHouse ")
    assert told["memory"].startswith("at most ")
