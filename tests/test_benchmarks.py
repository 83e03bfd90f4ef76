"""The SQL written by hand for the benchmarks, as an independent answer to what Helder gives on the benchmarks' data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import helder
from benchmarks.agreement import cells, different
from benchmarks.append import appended, day
from benchmarks.data import ZONE, store
from benchmarks.engines import works
from benchmarks.engines.coverage import given
from benchmarks.engines.peers import duckdb_sql
from benchmarks.engines.peers.peer import Peer, records
from benchmarks.engines.queries import queries
from benchmarks.engines.tiles import KINDS
from helder.workspace import Workspace

ROWS = 20_000
BY_HAND = queries("handwritten")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The benchmarks' store, in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BENCH_FOLDER", str(tmp_path_factory.mktemp("bench")))
        yield store(ROWS)


@pytest.fixture(scope="module")
def h(kept: Path) -> Iterator[Workspace]:
    with helder.connect(f"duckdb:///{kept}", zone=ZONE, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def sql(kept: Path) -> Iterator[Peer]:
    peer = duckdb_sql.peer(ROWS)
    yield peer
    peer.close()


@pytest.mark.parametrize("name", BY_HAND)
def test_figures_are_those_of_sql_by_hand(h: Workspace, name: str) -> None:
    ours = cells(works.by_month(h, given(BY_HAND[name])))
    theirs = cells(h.engine.cursor().sql(BY_HAND[name]).to_arrow_table().to_pylist())
    assert theirs
    assert different(ours, theirs) == []


def test_figures_are_those_of_the_sql_for_all_peers(h: Workspace, sql: Peer) -> None:
    asked = {
        works.FEW: works.by_month(h, works.SHARED),
        works.COUNTS: works.by_month(h, works.DISTINCT),
        works.TILES: works.board(h, KINDS),
        "drill-down": works.drilled(h, works.DRILLS["drill-down"]),  # by team there are small groups, which are hidden
    }
    for work, ours in asked.items():
        for way in sql.works[work].values():
            assert different(cells(ours), cells(records(way()))) == []


def test_a_day_is_appended_whole(kept: Path) -> None:
    rows = {name: table.slice(0, 500) for name, table in day(ROWS).items()}
    assert appended(f"duckdb:///{kept}", rows).keys() == rows.keys()
