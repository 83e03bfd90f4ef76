"""`helder move`, from the outside: broken off and given again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import helder


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", "from helder.cli.main import main; main()", "--home", str(home), *words]


def test_ctrl_c_leaves_a_move_that_goes_on(path: Path, tmp_path: Path, contents: Any) -> None:
    urls = (f"duckdb:///{path}", f"duckdb:///{tmp_path}/other.duckdb")
    words = command(tmp_path, "move", "--from", urls[0], "--to", urls[1])
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Moving customers")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    refused = subprocess.run(command(tmp_path, "--store", urls[1], "tables"), capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "not all of it is there" in refused.stderr
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Moving customers" not in done.stderr
    assert "add up to what they did" in done.stdout
    with helder.connect(urls[0], read_only=True) as before, helder.connect(urls[1], read_only=True) as after:
        assert contents.dumped(after.engine) == contents.dumped(before.engine)


def test_a_store_is_not_moved_to_itself(path: Path, tmp_path: Path) -> None:
    url = f"duckdb:///{path}"
    words = command(tmp_path, "--store", url, "move", "--to", url)
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "cannot be moved to itself" in done.stderr
