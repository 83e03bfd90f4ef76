"""What becomes of rows that arrive when the server is killed, the disk is full, or a second server is started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from browser.conftest import Server, command, surroundings

from helder.engines import open_engine
from helder.model import TABLES

Serve = Callable[..., Server]


def made_token(home: Path) -> str:
    """A token that may send answers."""
    words = command("--home", home, "token", "create", f"t{time.monotonic_ns()}", "--write", "answers", "--read")
    said = subprocess.run(words, check=True, capture_output=True, text=True, env=surroundings()).stdout
    return next(word for word in said.split() if word.startswith("helder_"))


def answer(key: str) -> dict[str, object]:
    return {"answer_id": key, "instrument": "nps", "score": 9, "answered_at": "2026-03-01T10:00:00Z"}


def sending(server: Server, token: str, name: str, acknowledged: list[str], ended: threading.Event) -> None:
    """Send answers one by one until the server is gone; notes those it acknowledged."""
    with httpx.Client(base_url=server.address, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        for number in range(100_000):
            key = f"{name}-{number}"
            try:
                response = client.post("/api/v1/tables/answers", json=answer(key))
            except httpx.HTTPError:
                return
            if response.status_code == 200 and response.json()["accepted"] == 1:
                acknowledged.append(key)
            if ended.is_set():
                return


def test_kill_9_in_the_middle_of_load_loses_nothing_acknowledged(serve: Serve, tmp_path: Path) -> None:
    token, acknowledged = made_token(tmp_path), list[str]()
    for start in range(2):
        server, ended = serve(tmp_path), threading.Event()
        threads = [
            threading.Thread(target=sending, args=(server, token, f"{start}-{client}", acknowledged, ended))
            for client in range(6)
        ]
        for thread in threads:
            thread.start()
        before = len(acknowledged)
        for _ in range(600):
            if len(acknowledged) - before > 100:
                break
            time.sleep(0.1)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.communicate(timeout=30)
        for thread in threads:
            thread.join()
    last = serve(tmp_path)  # it puts in what the others left
    assert httpx.get(f"{last.address}/healthz", timeout=30).status_code == 200
    status, said = last.stop()
    assert (status, "Traceback" in said) == (0, False)
    engine = open_engine(f"duckdb:///{tmp_path / 'helder.duckdb'}", read_only=True)
    found = engine.run(TABLES["answers"].expression)["answer_id"].to_pylist()
    engine.close()
    assert len(acknowledged) > 200
    assert set(acknowledged) <= set(found)
    assert len(found) == len(set(found))


def test_a_second_server_on_one_store_says_so_and_leaves_the_first_alone(serve: Serve, tmp_path: Path) -> None:
    first = serve(tmp_path)
    second = subprocess.run(
        command("--home", tmp_path, "serve", "--port", "0"),
        capture_output=True,
        text=True,
        env=surroundings(),
        timeout=60,
        check=False,
    )
    assert second.returncode == 2
    assert "Another process has the store open" in second.stderr
    assert "Traceback" not in second.stderr
    assert httpx.get(f"{first.address}/healthz", timeout=30).status_code == 200
    assert first.stop()[0] == 0


def fill(path: Path) -> None:
    """Write until there is no room for more."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 2**16)


@pytest.fixture
def small_home(tmp_path: Path) -> Iterator[Path]:
    """A home on a disk of forty megabytes, where this may be made."""
    home = tmp_path / "home"
    home.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    words = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(home)]
    mounted = subprocess.run(words, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield home
    subprocess.run(["umount", str(home)], check=True)


def test_on_a_full_disk_senders_are_told_to_come_back_and_can(serve: Serve, small_home: Path) -> None:
    token = made_token(small_home)
    server = serve(small_home)
    with httpx.Client(base_url=server.address, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        assert client.post("/api/v1/tables/answers", json=answer("a")).status_code == 200
        filler = small_home / "filler"
        fill(filler)
        refused = client.post("/api/v1/tables/answers", json={**answer("b"), "comment": "x" * 200_000})
        assert refused.status_code == 503
        assert "Retry-After" in refused.headers
        assert "disk is full" in refused.text
        filler.unlink()
        assert client.post("/api/v1/tables/answers", json=answer("c")).status_code == 200
        assert httpx.get(f"{server.address}/healthz", timeout=30).status_code == 200
    status, said = server.stop()
    assert (status, "Traceback" in said) == (0, False)
    engine = open_engine(f"duckdb:///{small_home / 'helder.duckdb'}", read_only=True)
    assert sorted(engine.run(TABLES["answers"].expression)["answer_id"].to_pylist()) == ["a", "c"]
    engine.close()
