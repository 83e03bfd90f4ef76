"""A process that loads into a store with roll-ups is killed at any moment: it opens, and roll-ups tell what the rows do."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

import helder
from helder.workspace import Workspace

LOADING = """
import sys
from datetime import datetime, timedelta
import pyarrow as pa
import helder
from helder.workspace import Workspace
from helder.model import TABLES

with helder.connect(sys.argv[1]) as workspace:
    for load in range(1000):
        numbers = range(load * 50, load * 50 + 60)  # ten of each load come again in the next, otherwise
        at = [datetime(2026, 1, 1) + timedelta(hours=n) for n in numbers]
        contacts = pa.table({
            "contact_id": [f"k{n}" for n in numbers], "customer_id": [f"c{n % 40}" for n in numbers],
            "topic": ["bill"] * 60, "channel": [("phone", "chat")[(n + load) % 2] for n in numbers],
            "offered_at": at, "queued_at": at, "answered_at": [t + timedelta(seconds=load % 30) for t in at],
            "outcome": ["answered"] * 60,
        })
        with workspace.engine.write() as writer:
            writer.append(TABLES["contacts"], contacts, source="killed")
        print(load, flush=True)
"""
METRICS = ("contact_volume", "service_level", "average_speed_of_answer", "first_contact_resolution")


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_while_loading(tmp_path: Path, seed: int) -> None:
    url = f"duckdb:///{tmp_path / 'cx.duckdb'}"
    with helder.connect(url) as workspace:
        assert list(workspace.rollups.add(("channel",)))
    with subprocess.Popen([sys.executable, "-c", LOADING, url], stdout=subprocess.PIPE, text=True) as loading:
        assert loading.stdout is not None
        told = [int(loading.stdout.readline()) for _ in range(3)]
        time.sleep(Random(seed).random() * 0.3)
        loading.send_signal(signal.SIGKILL)
        told += [int(line) for line in loading.stdout if line.endswith("\n")]
    with helder.connect(url) as workspace:
        loads = workspace.engine.batches()["contacts"]
        assert loads >= told[-1] + 1  # what was acknowledged is there
        rolled_up = _figures(workspace)
        assert workspace.rollups.drop() > 0
        assert _figures(workspace) == rolled_up
        assert sum(row[3] for row in rolled_up if row[0] == "contact_volume") == loads * 50 + 10


def _figures(workspace: Workspace) -> list[tuple[object, ...]]:
    answer = workspace.show(*METRICS, by=["channel"], grain="day")
    return [(row.metric.name, row.start, row.by, row.n, round(row.value or 0, 9)) for row in answer]
