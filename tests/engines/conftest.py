"""A Spark cluster that all tests of a session share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from engines.spark.cluster import RUNNING, Cluster
from pyspark.sql import SparkSession

#: PySpark drops the sockets through which it gets rows without closing them.
DROPPED = "ignore:unclosed <socket:ResourceWarning:socket"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where the cluster is asked, what PySpark leaves behind is no fault of the test."""
    for item in items:
        asked_of = getattr(getattr(item, "callspec", None), "params", {})
        if "cluster" in getattr(item, "fixturenames", ()) or asked_of.get("engine") == "spark":
            item.add_marker(pytest.mark.filterwarnings(DROPPED))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers; this process becomes its driver when a store on it is first asked something."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("there is no Java to run Spark with (Debian: apt-get install default-jre-headless)")
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    before = dict(os.environ)
    os.environ |= found.environment
    try:
        found.start()
        RUNNING.append(found)
        yield found
    finally:
        if (session := SparkSession.getActiveSession()) is not None:
            session.stop()
        RUNNING.clear()
        found.end()
        os.environ.clear()
        os.environ.update(before)
