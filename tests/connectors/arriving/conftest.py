"""Stores into which rows arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helder.connectors.arriving.arrivals import Arrivals
from helder.engines import Engine, open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty store."""
    opened = open_engine(f"duckdb:///{tmp_path / 'store.duckdb'}", zone="Europe/Amsterdam")
    yield opened
    opened.close()


@pytest.fixture
def begin(engine: Engine, tmp_path: Path) -> Iterator[Callable[[], Arrivals]]:
    """Begins to take rows in; whatever is begun is closed."""
    begun: list[Arrivals] = []

    def start() -> Arrivals:
        begun.append(Arrivals(engine, tmp_path / "arriving", currency="EUR"))
        return begun[-1]

    yield start
    for one in begun:
        one.close()
