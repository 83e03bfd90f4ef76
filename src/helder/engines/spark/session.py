"""Sessions with Spark: one per store, all of a process with the same cluster."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helder.engines.spark.address import Address
from helder.errors import StoreError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: Instants are UTC without a zone, and what cannot be computed is an error rather than nothing.
_EXACT = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.parquet.filterPushdown": "true",
}
#: Of the process that drives the cluster.
_DRIVER = {
    "spark.app.name": "Helder",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_ANSWERS_WITHIN = 5.0
_WORKERS_WITHIN = 60.0
#: Each waits four times as long as the one before: some 17 seconds in all, where Spark's own 15 are ten minutes.
_RETRIES = 5
#: Java's log, which would speak before Spark is told not to.
_LOG = Path(__file__).with_name("log4j2.properties")
_STARTING = threading.Lock()
# PySpark writes every error a query ends in to standard error, with all of its Java.
logging.getLogger("SQLQueryContextLogger").disabled = True


def open_session(address: Address) -> SparkSession:
    """A session of its own, so that stores do not see each other's tables. Raises StoreError where Spark does not answer."""
    _find(address)
    session = _connected(address) if address.connect else _driven(address)
    for name, value in _EXACT.items():
        session.conf.set(name, value)
    return session


def _find(address: Address) -> None:
    """See that a server answers: Spark itself would try for a minute and end in a page of Java."""
    for host, port in address.places:
        try:
            socket.create_connection((host, port), _ANSWERS_WITHIN).close()
        except OSError:
            continue
        return
    if address.places:
        raise StoreError("No Spark answers there.", where=address.url, fix="Start it, or name where it is.")


def _connected(address: Address) -> Any:
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.session import SparkSession

    session = SparkSession.builder.remote(f"{address.server}/;{address.options}".removesuffix("/;")).create()
    session.client.set_retry_policies([DefaultPolicy(max_retries=_RETRIES)])
    return session


def _driven(address: Address) -> SparkSession:
    if not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        raise StoreError(
            "There is no Java here, which Spark needs.", where=address.url,
            fix="Install one (Debian: apt-get install default-jre-headless), or name a Spark Connect server as sc://host:15002/folder.",
        )  # fmt: skip
    with _STARTING:
        return _started(address).newSession()


def _started(address: Address) -> SparkSession:
    """The process's own connection with a cluster, made where there is none or the one there was has ended."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    context: Any = SparkContext._active_spark_context
    if context is not None and context._jsc.sc().isStopped():
        context.stop()
        context = None
    if context is not None and context.master != address.server:
        raise StoreError(
            f"This process works with Spark at {context.master} already.", where=address.url,
            fix="One process drives one cluster: open the other store in a process of its own, or through Spark Connect.",
        )  # fmt: skip
    builder: Any = SparkSession.builder
    with _silent():
        started: SparkSession = builder.master(address.server).config(map=_DRIVER).getOrCreate()
    if context is None and address.places:
        _await_workers(started, address)
    return started


@contextmanager
def _silent() -> Iterator[None]:
    """Have the Java that is started meanwhile say nothing, where nobody has said otherwise."""
    name = "SPARK_SUBMIT_OPTS"
    if name in os.environ:
        yield
        return
    os.environ[name] = f"-Dlog4j2.configurationFile={_LOG}"
    try:
        yield
    finally:
        del os.environ[name]


def _await_workers(started: SparkSession, address: Address) -> None:
    tracker: Any = started.sparkContext._jsc.sc().statusTracker()
    end = time.monotonic() + _WORKERS_WITHIN
    while len(tracker.getExecutorInfos()) < 2:  # the driver is one of them
        if time.monotonic() > end:
            started.stop()
            raise StoreError(
                "The cluster gives no worker.", where=address.url, fix="See whether workers are there, and what they have left."
            )
        time.sleep(0.1)
