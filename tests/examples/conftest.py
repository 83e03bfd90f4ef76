"""Each real data set in a store of its own, by the mapping under examples/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helder.connectors.reading import document
from helder.connectors.reading.load import Load, load
from helder.engines import DuckDBEngine, open_engine

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[tuple[DuckDBEngine, str]]:
    """An empty store, and its URL."""
    url = f"duckdb:///{tmp_path_factory.mktemp('example') / 'store.duckdb'}"
    engine = open_engine(url, zone="Europe/Amsterdam")
    yield engine, url
    engine.close()


@pytest.fixture(scope="module")
def bring(store, shared_data) -> Callable[[str, str], Load]:
    """Load a file of the real data by a mapping of the examples."""

    def bring(mapping: str, file: str) -> Load:
        (path,) = shared_data.glob(file)
        return load(store[0], path, mapping=document.read(EXAMPLES / mapping), currency="EUR")

    return bring


@pytest.fixture(scope="module")
def workspace(store):
    """Questions to the store."""
    from helder.workspace import Workspace

    return Workspace(store[0], "EUR")


@pytest.fixture(scope="module")
def value(workspace):
    """One value of a metric over all that was loaded."""

    def value(metric: str, **question: object) -> float:
        (row,) = workspace.show(metric, **question).to_records()
        return row["value"]

    return value
