"""Loads of a process that died: nothing of them, or all, whenever it was; none that was told is lost, none is counted twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from helder.engines import open_engine

LOADS = """
import sys, pyarrow as pa, helder
from helder.model import TABLES
workspace = helder.connect(sys.argv[1])
for i in range(int(sys.argv[2]), 10_000):
    with workspace.engine.write() as writer:
        writer.append(TABLES["customers"], pa.table({"customer_id": [f"{i}-{k}" for k in range(200)] + ["all"]}), source=str(i))
        writer.append(TABLES["products"], pa.table({"product_id": [f"{i}-{k}" for k in range(100)]}), source=str(i))
    print(i, flush=True)
"""


def test_a_killed_load_leaves_the_store_whole(tmp_path: Path) -> None:
    random, url, told = Random(3), f"spark://127.0.0.1:1{tmp_path / 'lake'}", -1
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", LOADS, url, str(told + 1)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        told = int(process.stdout.readline())
        time.sleep(random.random())
        process.send_signal(signal.SIGKILL)
        told = max([told, *map(int, process.communicate()[0].split())])
        engine = open_engine(url)
        counts = engine.counts()
        loads = engine.ledger("select distinct source from _helder.batches").num_rows
        assert loads - 1 in (told, told + 1)  # the one after the last told of may be there, whole
        assert (counts["customers"], counts["products"]) == (200 * loads + 1, 100 * loads)
        told = loads - 1
        engine.close()
