"""Questions to a cluster that are cut short, cannot be put, or find nobody there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from engines.spark.cluster import Cluster
from engines.spark.conftest import Lake

from helder.engines import NO_LIMITS, Limits, open_engine
from helder.errors import BadSetting, StoreError
from helder.model import TABLES

LONG = ibis.range(0, 1_000_000).unnest().name("n").as_table()
CUSTOMERS = TABLES["customers"]
ASKS = """
import sys
from helder.engines import open_engine
from helder.engines.spark import session
from helder.errors import StoreError
session._WORKERS_WITHIN = 2.0
try:
    open_engine(sys.argv[1]).health()
except StoreError as error:
    print(error)
"""


def test_a_question_that_takes_too_long_is_ended(clustered: Lake) -> None:
    """The cluster stops working on it, and the next question is answered."""
    engine = clustered()
    engine.health()
    engine.limits = Limits(seconds=3)
    pairs = LONG.cross_join(LONG.view())
    crossed = pairs.filter(pairs.n * pairs.n_right % 7 == 3).count().as_table()
    started = time.monotonic()
    with pytest.raises(StoreError, match=r"longer than the 3 seconds .*\n.*shorter period"):
        engine.run(crossed)
    assert time.monotonic() - started < 60
    tracker = engine._spark().session.sparkContext.statusTracker()
    end = time.monotonic() + 30
    while tracker.getActiveJobsIds() and time.monotonic() < end:
        time.sleep(0.1)
    assert not tracker.getActiveJobsIds()
    engine.limits = NO_LIMITS
    assert engine.run(CUSTOMERS.expression.count().as_table()).num_rows == 1


def test_stores_of_one_process_do_not_see_each_other(cluster: Cluster, tmp_path: Path) -> None:
    engines = [open_engine(f"spark://{cluster.address}{tmp_path / name}") for name in ("one", "two")]
    for number, engine in enumerate(engines):
        with engine.write() as writer:
            writer.append(CUSTOMERS, pa.table({"customer_id": [str(i) for i in range(number + 1)]}), source="s")
        engine.lend("hours", pa.table({"n": [number]}))
    count = CUSTOMERS.expression.count().name("n").as_table()
    lent = ibis.table({"n": "int64"}, name="_helder_hours")
    assert [engine.run(count)["n"].to_pylist() for engine in engines] == [[1], [2]]
    assert [engine.run(lent)["n"].to_pylist() for engine in engines] == [[0], [1]]
    for engine in engines:
        engine.close()


def test_a_load_of_another_process_is_seen(clustered: Lake) -> None:
    ours, theirs = clustered(), clustered()
    count = CUSTOMERS.expression.count().name("n").as_table()
    assert ours.run(count)["n"].to_pylist() == [0]
    with theirs.write() as writer:
        writer.append(CUSTOMERS, pa.table({"customer_id": ["a"]}), source="s")
    assert ours.run(count)["n"].to_pylist() == [1]


def test_another_cluster_in_one_process(clustered: Lake, cluster: Cluster, lake: Lake) -> None:
    clustered().health()
    with pytest.raises(StoreError, match=r"works with Spark at spark://.* already"):
        lake("spark://local[2]").health()


def test_nobody_there(lake: Lake) -> None:
    """Loads work without a cluster; a question says at once that none answers."""
    engine = lake()
    with engine.write() as writer:
        writer.append(CUSTOMERS, pa.table({"customer_id": ["a"]}), source="s")
    with pytest.raises(StoreError, match="No Spark answers there"):
        engine.run(CUSTOMERS.expression)


def test_a_cluster_without_workers(cluster: Cluster, tmp_path: Path) -> None:
    """In a process of its own, as this one drives another cluster."""
    alone = Cluster(tmp_path / "alone")
    try:
        alone.start(workers=0)
        url = f"spark://{alone.address}{tmp_path / 'lake'}"
        environment = {**os.environ, **alone.environment}
        ran = subprocess.run([sys.executable, "-c", ASKS, url], env=environment, capture_output=True, text=True, check=False)
    finally:
        alone.end()
    assert "The cluster gives no worker" in ran.stdout, ran.stderr


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("spark://host:7077", "names no server, or no folder"),
        ("sc://host:15002/", "names no server, or no folder.*\n.*sc://host:15002/folder"),
        ("spark://host:port/folder", "names no port"),
        ("spark://host/a*b", "reads such a folder as a pattern"),
    ],
)
def test_addresses_that_cannot_be(url: str, told: str) -> None:
    with pytest.raises(BadSetting, match=told):
        open_engine(url)
