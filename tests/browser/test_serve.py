"""`helder serve`, from the outside: starting, refusing to start, stopping."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def refused() -> Callable[..., str]:
    """Runs a command that must be refused in one clear message; returns it."""

    def run(*words: str | Path) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from helder.cli.main import main; main()", *map(str, words)],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    return run


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_empty_home_gives_an_administrator_and_stops_cleanly(
    serve: Callable[..., Any], tmp_path: Path, how: signal.Signals
) -> None:
    server = serve(tmp_path / "home", empty=True)
    with urllib.request.urlopen(f"{server.address}/healthz") as answer:
        assert json.load(answer)["status"] == "ok"
    kept = (tmp_path / "home" / "first-sign-in").read_text(encoding="utf-8").strip()
    assert kept == server.password
    began = time.monotonic()
    status, said = server.stop(how)
    assert status == 0
    assert said == ""
    assert time.monotonic() - began < 10

    again = serve(tmp_path / "home")
    assert again.password == server.password
    again.stop()


def test_a_taken_port_is_told(refused: Callable[..., str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused("--home", tmp_path / "home", "serve", "--port", str(taken.getsockname()[1]))
    assert "in use" in said
    assert "--port" in said
    assert not (tmp_path / "home").exists()


def test_a_store_someone_else_has_is_told(refused: Callable[..., str], serve: Callable[..., Any], tmp_path: Path) -> None:
    server = serve(tmp_path / "home")
    said = refused("--home", tmp_path / "home", "serve", "--port", "0")
    server.stop()
    assert "Another process has the store open" in said


def test_a_host_that_is_not_this_machine_is_told(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "Cannot listen on 192.0.2.1" in refused("--home", tmp_path / "home", "serve", "--host", "192.0.2.1", "--port", "0")


def test_only_known_host_names_are_answered(server: Any) -> None:
    asked = urllib.request.Request(f"{server.address}/healthz", headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(asked)
    assert refusal.value.code == 400
    refusal.value.close()
