"""What cannot be moved, and what came otherwise, is told."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from oracle.elsewhere import ArrowEngine

from helder.engines import Engine, open_engine
from helder.errors import StoreError
from helder.model import TABLES
from helder.store import moving, source


def silent(what: str, done: int, rows: int) -> None:
    """Tell nobody."""


def moved(origin: Engine, target: Engine, piece: int = 700, progress: source.Progress = silent) -> None:
    with source.of_store(origin, piece) as taken:
        moving.move(taken, target, progress)


def test_a_target_that_holds_something_else_is_refused_and_left_alone(origin: Any, contents: Any) -> None:
    with closing(open_engine("duckdb://", zone=origin.zone)) as target:
        with target.write() as writer:
            writer.append(TABLES["customers"], origin.query("from customers limit 1"), source="mine")
        before = contents.dumped(target)
        with pytest.raises(StoreError, match="something in it already"):
            moved(origin, target)
        assert contents.dumped(target) == before


def test_a_source_that_changed_meanwhile_is_refused(origin: Any) -> None:
    offered = origin.query("from customers limit 100")
    with closing(open_engine("duckdb://")) as growing, closing(open_engine("duckdb://")) as target:
        with growing.write() as writer:
            writer.append(TABLES["customers"], offered.slice(0, 50), source="one")
        with pytest.raises(KeyboardInterrupt):
            moved(growing, target, 20, _interrupt)
        with growing.write() as writer:
            writer.append(TABLES["customers"], offered.slice(50), source="two")
        with pytest.raises(StoreError, match="has changed since"):
            moved(growing, target, 20)


def test_a_row_that_came_otherwise_is_told(origin: Any) -> None:
    class Careless(ArrowEngine):
        def _send(self, rows: Any) -> None:
            super()._send({t: some.slice(1) if t is TABLES["orders"] else some for t, some in rows.items()})

    with pytest.raises(StoreError, match=r"orders is not what it was"):
        moved(origin, Careless(origin.zone))


def _interrupt(*step: Any) -> None:
    raise KeyboardInterrupt
