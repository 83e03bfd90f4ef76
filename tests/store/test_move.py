"""A store that is moved is the same store, wherever it went and however often that was broken off."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from oracle.elsewhere import ArrowEngine

import helder
from helder.engines import Engine, open_engine
from helder.errors import StoreError
from helder.model import TABLES
from helder.store import moving, source

PIECE = 700
Open = Callable[[str], Engine]


def silent(what: str, done: int, rows: int) -> None:
    """Tell nobody."""


def moved(origin: Engine, target: Engine, piece: int = PIECE, progress: source.Progress = silent) -> None:
    with source.of_store(origin, piece) as taken:
        moving.move(taken, target, progress)


@contextmanager
def opened(url: str, **options: Any) -> Iterator[Any]:
    engine = open_engine(url, **options)
    try:
        yield engine
    finally:
        engine.close()


def elsewhere(url: str, folder: Path, zone: str) -> Engine:
    return ArrowEngine(zone) if url == "arrow" else open_engine(url.format(folder=folder), zone=zone, unfinished=True)


@pytest.mark.parametrize("url", ["duckdb:///{folder}/other.duckdb", "arrow"])
def test_there_and_back_nothing_differs(path: Path, tmp_path: Path, url: str, contents: Any) -> None:
    with opened(f"duckdb:///{path}", read_only=True) as origin:
        middle = elsewhere(url, tmp_path, origin.zone)
        moved(origin, middle)
        with opened(f"duckdb:///{tmp_path}/back.duckdb", zone=origin.zone, unfinished=True) as back:
            moved(middle, back)
            assert contents.dumped(back) == contents.dumped(origin)
        middle.close()
        expected = contents.figures(helder.connect(path, read_only=True))
    with helder.connect(tmp_path / "back.duckdb", read_only=True) as workspace:
        assert contents.figures(workspace) == expected


def test_loads_go_on_where_they_were(path: Path, tmp_path: Path) -> None:
    with opened(f"duckdb:///{path}", read_only=True) as origin:
        last = max(origin.batches().values())
        with opened(f"duckdb:///{tmp_path}/other.duckdb", zone=origin.zone, unfinished=True) as target:
            moved(origin, target)
            with target.write() as writer:
                done = writer.append(TABLES["customers"], origin.query("from customers limit 3"), source="again")
    assert (done.added, done.changed, done.unchanged) == (0, 0, 3)
    assert done.batch == last + 1


@pytest.mark.parametrize("url", ["duckdb:///{folder}/other.duckdb", "arrow"])
def test_a_move_broken_off_goes_on_where_it_was(path: Path, tmp_path: Path, url: str, contents: Any) -> None:
    steps: list[tuple[str, int, int]] = []

    def broken_off(*step: Any) -> None:
        steps.append(step)
        if len(steps) == 12:
            raise KeyboardInterrupt

    with opened(f"duckdb:///{path}", read_only=True) as origin:
        target = elsewhere(url, tmp_path, origin.zone)
        with pytest.raises(KeyboardInterrupt):
            moved(origin, target, progress=broken_off)
        before = len(steps)
        moved(origin, target, progress=lambda *step: steps.append(step))
        copied = [step for step in steps if step[2]]
        assert before == 12
        assert len(copied) == len(set(copied)), "a piece was moved twice"
        target.close()


KILLED = """
import sys, time
from helder.engines import open_engine
from helder.store import moving, source
origin = open_engine(sys.argv[1], read_only=True)
target = open_engine(sys.argv[2], zone=origin.zone, unfinished=True)
def progress(*step):
    print(*step, flush=True)
    time.sleep(0.05)
with source.of_store(origin, 700) as taken:
    moving.move(taken, target, progress)
"""


def test_kill_9_leaves_a_move_that_goes_on(path: Path, tmp_path: Path, contents: Any) -> None:
    urls = (f"duckdb:///{path}", f"duckdb:///{tmp_path}/other.duckdb")
    with subprocess.Popen([sys.executable, "-c", KILLED, *urls], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(8):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    with pytest.raises(StoreError, match="not all of it is there") as error:
        open_engine(urls[1])
    assert "goes on" in str(error.value.fix)
    with opened(urls[0], read_only=True) as origin, opened(urls[1], zone=origin.zone, unfinished=True) as target:
        assert 0 < sum(target.counts().values()) < sum(origin.counts().values())
        moved(origin, target)
        assert contents.dumped(target) == contents.dumped(origin)
