"""What is committed stays, what is not leaves no trace, also when the process is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from oracle.loading import stored

import helder
from helder.errors import StoreError
from helder.model import TABLES
from helder.workspace import Workspace

CUSTOMERS = TABLES["customers"]

ENDLESS = """
import sys, pyarrow as pa, helder
from helder.model import TABLES
workspace = helder.connect(sys.argv[1])
for i in range(10_000):
    rows = pa.table({"customer_id": [f"{i}-{k}" for k in range(200)]})
    with workspace.engine.write() as writer:
        writer.append(TABLES["customers"], rows, source=str(i))
    print(i, flush=True)
"""


def rows_in(workspace: Workspace) -> int:
    (number,) = workspace.engine.query("select count(*) as n from customers")["n"].to_pylist()
    return int(number)


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_interrupted_append_leaves_no_trace(stop: type[BaseException]) -> None:
    with helder.connect() as workspace:
        with pytest.raises(stop), workspace.engine.write() as writer:  # noqa: PT012
            writer.append(CUSTOMERS, stored(CUSTOMERS, [{"customer_id": "a"}]), source="test")
            raise stop
        assert rows_in(workspace) == 0
        assert workspace.engine.query("select * from _helder.batches").num_rows == 0
        with workspace.engine.write() as writer:
            writer.append(CUSTOMERS, stored(CUSTOMERS, [{"customer_id": "a"}]), source="test")
        assert rows_in(workspace) == 1


def test_an_error_of_the_store_leaves_no_trace() -> None:
    with helder.connect() as workspace:
        with pytest.raises(StoreError), workspace.engine.write() as writer:  # noqa: PT012
            writer.append(CUSTOMERS, stored(CUSTOMERS, [{"customer_id": "a"}]), source="test")
            writer.connection.execute("select no_such_column from customers")
        assert rows_in(workspace) == 0


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.15])
def test_kill_9_loses_no_committed_rows(tmp_path: Path, moment: float) -> None:
    url = f"duckdb:///{tmp_path / 'cx.duckdb'}"
    process = subprocess.Popen([sys.executable, "-c", ENDLESS, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    time.sleep(moment)
    os.kill(process.pid, signal.SIGKILL)
    told = [4, *(int(line) for line in process.stdout.read().split())]
    process.wait()
    process.stdout.close()
    with helder.connect(url) as workspace:
        batches = workspace.engine.query("select count(*) as n from _helder.batches")["n"][0].as_py()
        assert batches in (max(told) + 1, max(told) + 2)
        assert rows_in(workspace) == 200 * batches
