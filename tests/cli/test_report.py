"""`helder report`: a board as a file, without a server and while one has the store."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOML = """
title = "Mine"
period = "3-months"

[[sections]]
[[sections.tiles]]
key = "nps"
picture = "number"
metrics = ["nps"]
"""


def helder(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: Django is set up once in each."""
    command = [sys.executable, "-c", "from helder.cli.main import main; main()", "--home", str(home), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=home, check=False)


def test_a_board_is_written_without_a_server(home: Path) -> None:
    done = helder(home, "report", "executive", "--since", "2026-03-01", "--until", "2026-05-31", "--grain", "month")
    assert done.returncode == 0, done.stderr
    assert (home / "executive.pdf").read_bytes().startswith(b"%PDF")
    assert not (home / "helder.sqlite3").exists()


def test_a_file_of_a_board_is_written_in_a_language(home: Path, run: Callable[..., Any]) -> None:
    (home / "mine.toml").write_text(TOML)
    words = ["--since", "2026-03-01", "--until", "2026-05-31", "--segment", "channel:email"]
    done = helder(home, "report", "mine.toml", "--format", "html", "--language", "da", *words)
    assert done.returncode == 0, done.stderr
    page = (home / "mine.html").read_text()
    assert '<html lang="da">' in page
    assert re.search(r"Kanal: email|kanal: email", page)
    shown = run(
        "--home",
        home,
        "show",
        "nps",
        "--since",
        "2026-03-01",
        "--until",
        "2026-06-01",
        "--where",
        "channel = 'email'",
        "--format",
        "json",
    )
    value = float(re.search(rb'"value": *(-?[\d.]+)', shown.out)[1])  # type: ignore[index]
    found = re.search(r'<p class="value" title=".*?">(.*?)</p>', page)
    assert found
    assert found[1].split(" <")[0].strip().replace("\N{MINUS SIGN}", "-") == f"{value:.1f}".replace(".", ",")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "--list"),
        (["nothing"], "Choose from"),
        (["executive", "--period", "ever"], "12-months"),
        (["executive", "--out", "/no/such/folder/x.pdf"], "cannot be written"),
        (["none.toml"], "cannot be read"),
    ],
)
def test_what_cannot_be_is_told(home: Path, words: list[str], told: str) -> None:
    done = helder(home, "report", *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_it_works_while_a_server_has_the_store(home: Path) -> None:
    command = [sys.executable, "-c", "from helder.cli.main import main; main()", "--home", str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ) as server:
        try:
            assert server.stdout
            begun = time.monotonic()
            while "Stop it" not in (line := server.stdout.readline()):
                assert line, "it ended"
                assert time.monotonic() - begun < 90
            assert "voice" in helder(home, "report", "--list").stdout
            done = helder(home, "report", "executive", "--format", "png", "--out", "now.png")
            assert done.returncode == 0, done.stderr
            assert (home / "now.png").read_bytes().startswith(b"\x89PNG")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
