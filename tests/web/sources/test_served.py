"""Connections beside a running server: it does the runs of commands, and stops in the middle of one."""

from __future__ import annotations

import itertools
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from connectors.sources.commands import command, connected
from connectors.sources.playing import Asked, Played

from helder.connectors.sources.runs import Place


def serve(home: Path) -> Popen[str]:
    server = command(home, "serve", "--port", "0")
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("Stop it"):
            return server
    raise AssertionError("it does not start")


@pytest.fixture
def server(tmp_path: Path, played: Played) -> Iterator[Popen[str]]:
    """A server on a home folder connected to a hundred tickets."""
    connected(tmp_path, played)
    text = (tmp_path / "sources" / "desk.toml").read_text()
    (tmp_path / "sources" / "desk.toml").write_text("every = 0\n" + text)
    running = serve(tmp_path)
    yield running
    if running.poll() is None:
        running.terminate()
        running.communicate(timeout=60)


def test_a_command_has_the_server_run_it(server: Popen[str], tmp_path: Path) -> None:
    told, _ = command(tmp_path, "sources", "run", "desk").communicate(timeout=120)
    assert "100 read" in told
    assert "100 new or changed" in told
    told, _ = command(tmp_path, "sources").communicate(timeout=120)
    assert "100 new or changed" in told
    assert Place(tmp_path, "desk").runs()[0].by == "a command"


def test_a_server_that_stops_in_the_middle_goes_on_at_its_next_run(server: Popen[str], tmp_path: Path, played: Played) -> None:
    path, sound = next(iter(played.paths.items()))
    pages, stopped = itertools.count(1), threading.Event()

    def slow(asked: Asked) -> Any:
        if next(pages) > 2:
            assert stopped.wait(120)
        time.sleep(0.3)
        return sound(asked)

    played.paths[path] = slow
    running = command(tmp_path, "sources", "run", "desk")
    for _ in range(1200):
        if any(run.read for run in Place(tmp_path, "desk").runs(1)):
            break
        time.sleep(0.05)
    server.send_signal(signal.SIGTERM)
    stopped.set()
    server.communicate(timeout=60)
    running.communicate(timeout=60)
    (run,) = Place(tmp_path, "desk").runs()
    assert run.ended is not None
    assert (run.error, run.notes) == (None, ["The server was stopped; the next run goes on from here."])
    assert 0 < run.read < 100
    again = command(tmp_path, "sources", "run", "desk")
    told, _ = again.communicate(timeout=120)
    assert again.returncode == 0, told
    assert f"{100 - run.changed} new or changed" in told
