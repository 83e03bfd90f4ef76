"""Loads of a process that died: nothing of them, or all, whenever it was; and none is counted twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines.clickhouse.servers import Server, clusters, empty

import helder

BEGIN = """
import os, sys, pyarrow as pa, helder
from helder.engines.clickhouse import loading
from helder.engines.clickhouse.connections import Connections
from helder.model import TABLES
workspace = helder.connect(sys.argv[1])

def load(i):
    with workspace.engine.write() as writer:
        writer.append(TABLES["customers"], pa.table({"customer_id": [f"{i}-{k}" for k in range(200)]}), source=str(i))
        writer.append(TABLES["products"], pa.table({"product_id": [f"{i}-{k}" for k in range(100)]}), source=str(i))
load(0)
"""
ENDLESS = BEGIN + "for i in range(1, 10_000):\n    load(i)\n    print(i, flush=True)\n"
DIES = (
    BEGIN
    + """
command = Connections.command
def dies(self, *statements):
    for statement in statements:
        if sys.argv[2] == "before" and statement.startswith(sys.argv[3]):
            os._exit(9)
        command(self, statement)
        if statement.startswith(sys.argv[3]):
            os._exit(9)
Connections.command = dies
load(1)
"""
)
MAKES = """
import os, sys, helder
from helder.engines.clickhouse.connections import Connections
command = Connections.command
def dies(self, *statements):
    command(self, *statements)
    if any(statement.startswith(sys.argv[2]) for statement in statements):
        os._exit(9)
Connections.command = dies
helder.connect(sys.argv[1], zone="UTC")
"""


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """A cluster whose tables may hold rows of another test."""
    with clusters(tmp_path_factory.mktemp("shards")) as found:
        yield found


def checked(url: str) -> int:
    """How many loads there are, all of them whole; and nothing is left of any other."""
    with helder.connect(url) as workspace:
        counts = workspace.engine.counts()
        loads = workspace.engine.ledger("select distinct source from _helder.batches").num_rows
        assert (counts["customers"], counts["products"]) == (200 * loads, 100 * loads)
        left = workspace.engine.ledger("select batch from _helder.batches group by batch having count(*) <> 1").num_rows
        assert left == 0
        assert not any(name.startswith("_helder") for name in tables(workspace))
        return loads


def tables(workspace: helder.Workspace) -> list[str]:
    rows = workspace.engine._connections.rows("select name from system.tables where database = currentDatabase()")
    return [str(name) for name in rows["name"].to_pylist()]


@pytest.mark.parametrize(
    ("at", "statement", "loads"),
    [
        ("after", "create table `_helder_staged_customers`", 1),
        ("before", "create table `_helder_ready`", 1),
        ("after", "create table `_helder_ready`", 2),
        ("after", "alter table `customers` attach", 2),
        ("after", "drop table `_helder_staged_customers`", 2),
        ("before", "alter table `helder_batches` attach", 2),
        ("before", "drop table `_helder_ready`", 2),
        ("before", "drop table if exists `_helder_claim`", 2),
    ],
)
def test_a_load_is_there_from_its_mark_on(tmp_path: Path, at: str, statement: str, loads: int) -> None:
    url = f"chdb:///{tmp_path / 'store'}"
    run = [sys.executable, "-c", DIES, url, at, statement]
    assert subprocess.run(run, check=False).returncode == 9
    assert checked(url) == loads


@pytest.mark.parametrize(
    ("at", "statement", "loads"),
    [
        ("before", "create table `_helder_ready`", 1),
        ("after", "create table `_helder_ready`", 2),
        ("after", "insert into `customers`", 2),
        ("before", "insert into `helder_batches`", 2),
        ("after", "drop table `_helder_ready`", 2),
    ],
)
def test_a_load_on_a_cluster_is_there_from_its_mark_on(shards: list[Server], at: str, statement: str, loads: int) -> None:
    empty(shards)
    url = f"{shards[0].url}/cx"
    assert subprocess.run([sys.executable, "-c", DIES, url, at, statement], check=False).returncode == 9
    assert checked(url) == loads
    for shard in shards:
        with shard.client() as client:
            assert client.command("select count() from cx.customers_local") > 0, "its rows lie on both"


@pytest.mark.parametrize("moment", [0.0, 0.11])
def test_kill_9_loses_no_load(tmp_path: Path, moment: float) -> None:
    url = f"chdb:///{tmp_path / 'store'}"
    with subprocess.Popen([sys.executable, "-c", ENDLESS, url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        time.sleep(moment)
        os.kill(process.pid, signal.SIGKILL)
        told = [3, *(int(line) for line in process.stdout.read().split())]
    assert checked(url) in (max(told) + 1, max(told) + 2)


@pytest.mark.parametrize(
    "made", ["create database", *(f"create table if not exists `{t}`" for t in ("helder_properties", "orders"))]
)
def test_a_store_that_was_not_made_to_its_end_is_made(tmp_path: Path, made: str) -> None:
    url = f"chdb:///{tmp_path / 'store'}"
    assert subprocess.run([sys.executable, "-c", MAKES, url, made], check=False).returncode == 9
    with helder.connect(url, zone="Europe/Amsterdam") as workspace:
        assert workspace.engine.zone == "Europe/Amsterdam"
    assert checked(url) == 0
