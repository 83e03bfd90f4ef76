"""Stores on Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from engines.spark.cluster import Cluster

from helder.engines import open_engine
from helder.engines.spark import SparkEngine

Lake = Callable[..., SparkEngine]


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    """Opens a store in a folder of the test's own, of a cluster that need not be there: loads do without."""
    with ExitStack() as opened:

        def store(server: str = "spark://127.0.0.1:1", zone: str | None = None) -> SparkEngine:
            engine = open_engine(f"{server}{tmp_path / 'lake'}", zone=zone)
            assert isinstance(engine, SparkEngine)
            return opened.enter_context(closing(engine))

        yield store


@pytest.fixture
def clustered(lake: Lake, cluster: Cluster) -> Lake:
    """Opens the same store, to be asked through the cluster."""
    return lambda **options: lake(f"spark://{cluster.address}", **options)
