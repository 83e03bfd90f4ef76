"""A load that is broken off leaves the store as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from helder.engines import open_engine

ROWS = 1_500_000


@pytest.fixture(scope="module")
def long_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "customers.csv"
    with path.open("w") as file:
        file.write("customer_id,name,country\n")
        file.writelines(f"c{i},some name {i % 977},NL\n" for i in range(ROWS))
    return path


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_half_loaded(tmp_path, long_file, blow, helder):
    (tmp_path / "few.csv").write_text("customer_id\n1\n")
    assert helder("load", "customers", "few.csv").returncode == 0
    environment = {**os.environ, "HELDER_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", "from helder.cli.main import main; main()", "load", "customers", str(long_file)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        spilled = tmp_path / "home" / "helder.duckdb.wal"
        for _ in range(200):  # until it is at work, which a reader of the store can tell by being refused
            if process.poll() is not None or _is_held(tmp_path) or spilled.exists():
                break
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(blow)
        _, said = process.communicate(timeout=60)
    assert process.returncode == (130 if blow == signal.SIGINT else -signal.SIGKILL)
    assert "Traceback" not in said
    if blow == signal.SIGINT:
        assert "interrupted, nothing of it was loaded" in said
    engine = open_engine(f"duckdb:///{tmp_path / 'home' / 'helder.duckdb'}")
    assert engine.query("select count(*) as n from customers").to_pylist() == [{"n": 1}]
    assert engine.query("select count(*) as n from _helder.loads").to_pylist() == [{"n": 1}]
    engine.close()


def _is_held(folder) -> bool:
    """Whether a process has the store open for writing."""
    import fcntl

    with (folder / "home" / "helder.duckdb").open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        fcntl.lockf(file, fcntl.LOCK_UN)
        return False
