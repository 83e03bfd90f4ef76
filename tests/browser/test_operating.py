"""Commands on a store that a running server owns."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import helder
from helder.doctor import examine
from helder.doctor.finding import Status
from helder.engines import open_engine
from helder.errors import StoreBusy
from helder.store import owner


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from helder.cli.main import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_a_backup_is_made_while_it_serves(server: Any, tmp_path: Path) -> None:
    with pytest.raises(StoreBusy):
        open_engine(f"duckdb:///{server.home}/helder.duckdb", read_only=True)
    done = run("--home", server.home, "backup", tmp_path / "b.zip")
    assert done.returncode == 0, done.stderr
    assert "rows and" in done.stdout
    again = run("--home", server.home, "backup", tmp_path / "b.zip")
    assert again.returncode == 2
    assert "There is a file already" in again.stderr
    assert server.process.poll() is None
    restored = run("--home", tmp_path / "new", "restore", tmp_path / "b.zip")
    assert restored.returncode == 0, restored.stderr
    with helder.connect(tmp_path / "new" / "helder.duckdb", read_only=True) as workspace:
        assert sum(workspace.engine.counts().values()) > 10_000
    assert (tmp_path / "new" / "helder.sqlite3").exists()


def test_only_who_can_read_the_key_is_answered(server: Any, tmp_path: Path) -> None:
    kept = server.home / owner.FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    (tmp_path / owner.FILE).write_text(kept.read_text().replace('"key": "', '"key": "00'))
    with pytest.raises(StoreBusy):
        owner.ask(tmp_path, "backup", lambda *_: None, file=str(tmp_path / "stolen.zip"), secret_key=True)
    assert not (tmp_path / "stolen.zip").exists()


def test_who_connects_and_says_nothing_keeps_none_waiting(serve: Callable[..., Any], tmp_path: Path) -> None:
    server = serve(tmp_path / "home")
    urllib.request.urlopen(f"{server.address}/healthz").close()
    said = json.loads((tmp_path / "home" / owner.FILE).read_text())
    with socket.create_connection(("127.0.0.1", said["port"])):
        assert owner.ask(tmp_path / "home", "examine", lambda *_: None)["findings"]
        began = time.monotonic()
        assert server.stop()[0] == 0
        assert time.monotonic() - began < 20


def test_a_server_that_stops_lets_go_and_says_so(serve: Callable[..., Any], tmp_path: Path) -> None:
    server = serve(tmp_path / "home")
    urllib.request.urlopen(f"{server.address}/healthz").close()
    assert (tmp_path / "home" / owner.FILE).exists()
    server.stop(signal.SIGTERM)
    assert not (tmp_path / "home" / owner.FILE).exists()


def test_an_owner_that_was_killed_is_not_waited_for(serve: Callable[..., Any], tmp_path: Path) -> None:
    server = serve(tmp_path / "home")
    server.process.kill()
    server.process.communicate()
    began = time.monotonic()
    assert run("--home", tmp_path / "home", "backup", tmp_path / "b.zip").returncode == 0
    assert time.monotonic() - began < 30


def test_the_doctor_examines_a_store_through_its_owner(server: Any) -> None:
    done = run("--home", server.home, "doctor")
    assert done.returncode == 0, done.stdout
    assert "server: a Helder server owns the store, and answers" in done.stdout
    assert "as its loads noted" in done.stdout


def test_a_server_that_hangs_is_told(serve: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(tmp_path / "home")
    monkeypatch.setattr(examine, "_PATIENCE", 2)
    server.process.send_signal(signal.SIGSTOP)
    try:
        found = list(examine.examine(tmp_path / "home", None, environment={}))
    finally:
        server.process.send_signal(signal.SIGCONT)
        server.stop()
    assert any(one.about == "server" and "has not answered" in one.what for one in found if one.status is Status.fault)
