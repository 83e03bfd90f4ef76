"""The queue of jobs: in a file of the home folder, or in a real Redis."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

#: Queues jobs, one for later and one that fails, and works off what is due; in a process of its own, as a server's is.
SCRIPT = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from helder.settings import load
from helder.web.configure import configure

given = {"redis_url": sys.argv[2]} if len(sys.argv) > 2 else {}
settings = load(Path(sys.argv[1]), environment={}, **given)
configure(settings)
from helder.web.jobs import Jobs, job

@job()
def write(text):
    print(text)
    if text == "fails":
        raise ValueError(text)

queue = Jobs(settings)
write.at(datetime.now(UTC) + timedelta(hours=1), "later")
write.at(datetime.now(UTC) - timedelta(hours=1), "due")
write.soon("fails")
write.soon("after it")
Jobs(settings).work_off()  # the next server finds them
"""
WRITTEN = ["fails", "after it", "due"]


def run(home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", SCRIPT, str(home), *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """A Redis server of the test's own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("there is no redis-server on this machine: apt-get install redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as server:
        for _ in range(100):
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def test_what_is_due_is_done_once_and_what_fails_holds_up_nothing(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.splitlines()) == sorted(WRITTEN)


def test_the_same_in_redis(tmp_path: Path, redis: str) -> None:
    done = run(tmp_path, redis)
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.splitlines()) == sorted(WRITTEN)
    assert not (tmp_path / "web" / "jobs.sqlite3").exists()


def test_a_redis_that_does_not_answer_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "redis://127.0.0.1:1/0")
    assert "BadSetting" in done.stderr
    assert "Redis does not answer" in done.stderr
