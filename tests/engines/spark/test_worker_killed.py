"""A board whose figures are being counted when a worker of the cluster dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from engines.spark.cluster import Cluster, Daemon, executors_of
from engines.spark.conftest import Lake

import helder
from helder.engines.base import Engine
from helder.model import TABLES
from helder.query.answer import Answer
from helder.workspace import Workspace

ROWS = 1_500_000
METRICS = (
    "contact_volume",
    "service_level",
    "abandonment_rate",
    "average_speed_of_answer",
    "average_handle_time",
    "transfer_rate",
)
BOARD = {"by": ["channel"], "grain": "day", "since": "2026-01-01", "until": "2026-04-01"}


def contacts() -> pa.Table:
    random = np.random.default_rng(8)
    offered = np.datetime64("2026-01-01", "us") + random.integers(0, 90 * 86_400, ROWS).astype("timedelta64[s]")
    seconds = {name: random.integers(0, 600, ROWS).astype(float) for name in ("wait_seconds", "talk_seconds", "wrap_seconds")}
    return pa.table({
        "contact_id": pa.array(np.arange(ROWS)).cast(pa.string()),
        "channel": random.choice(["phone", "chat", "email"], ROWS),
        "direction": ["inbound"] * ROWS,
        "outcome": random.choice(["answered", "abandoned"], ROWS, p=[0.9, 0.1]),
        "transfers": random.integers(0, 3, ROWS),
        "offered_at": offered,
        "queued_at": offered,
        **seconds,
    })  # fmt: skip


def workspace(engine: Engine) -> Workspace:
    return Workspace(engine, "EUR", helder.CATALOG)


@pytest.fixture
def cluster_to_heal(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster, which has as many workers again when the test is over."""
    yield cluster
    while len(cluster.workers) < 2:
        cluster.add_worker()


def kill(cluster: Cluster) -> Daemon:
    """End a worker that works, and what it runs, at once."""
    worker = next(w for w in cluster.workers if executors_of(w))
    for pid in (worker.process.pid, *executors_of(worker)):
        os.kill(pid, signal.SIGKILL)
    worker.process.wait()
    cluster.workers.remove(worker)
    return worker


def test_the_answer_still_comes_and_is_right(clustered: Lake, cluster_to_heal: Cluster, tmp_path: Path) -> None:
    engine = clustered()
    rows = contacts()
    with engine.write() as writer:
        writer.append(TABLES["contacts"], rows, source="s")
    ours = workspace(engine)
    ours.show("contact_volume")  # the cluster has begun to work
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(ours.show(*METRICS, **BOARD)))
    asking.start()
    tracker = engine._spark().session.sparkContext.statusTracker()
    end = time.monotonic() + 60
    while not tracker.getActiveStageIds() and time.monotonic() < end:
        time.sleep(0.01)
    assert tracker.getActiveStageIds(), "it was over before the worker could be killed"
    kill(cluster_to_heal)
    assert asking.is_alive()
    asking.join()
    with helder.connect() as theirs:
        with theirs.engine.write() as writer:
            writer.append(TABLES["contacts"], rows, source="s")
        expected = theirs.show(*METRICS, **BOARD)
    (answer,) = answers
    assert len(answer.to_records()) == len(METRICS) * 90 * 3
    assert [(r.metric.name, r.start, r.by, r.n) for r in answer] == [(r.metric.name, r.start, r.by, r.n) for r in expected]
    assert [r.value for r in answer] == pytest.approx([r.value for r in expected], rel=1e-9)
    assert datetime(2026, 1, 1).date() == answer.to_records()[0]["start"]
