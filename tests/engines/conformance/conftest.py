"""Stores on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from engines.conformance.engines import ENGINES, Empty
from oracle.cells import Data
from oracle.loading import load
from oracle.opening import CALENDARS

import helder
from helder.model import calendar_file
from helder.workspace import Workspace

Store = Callable[..., Workspace]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of an engine."""
    return str(request.param)


@pytest.fixture(scope="session")
def empty(engine: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Empty]:
    """What opens empty stores on the engine."""
    if engine == "spark":
        request.getfixturevalue("cluster")
    with ENGINES[engine](tmp_path_factory.mktemp(engine)) as opens:
        yield opens


@contextmanager
def stores(empty: Empty) -> Iterator[Store]:
    """What makes stores with rows in them, one at a time."""
    with ExitStack() as opened:

        def made(data: Data, zone: str = "UTC", **options: Any) -> Workspace:
            engine = opened.enter_context(empty(zone))
            workspace = Workspace(engine, "EUR", helder.CATALOG, calendar_file.parse(CALENDARS), **options)
            load(workspace, data)
            return workspace

        yield made


@pytest.fixture
def store(empty: Empty) -> Iterator[Store]:
    """What makes a store of the engine, with rows in it."""
    with stores(empty) as made:
        yield made
