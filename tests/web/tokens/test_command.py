"""`helder token`, beside the server or without it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from browser.conftest import command, surroundings


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("--home", home, "token", *words), capture_output=True, text=True, env=surroundings(), check=False
    )


def test_a_token_is_made_listed_and_revoked(tmp_path: Path) -> None:
    made = run(tmp_path, "create", "shop", "--write", "orders", "--write", "answers", "--read", "--days", "30")
    assert (made.returncode, len(made.stdout.strip())) == (0, 50)
    listed = run(tmp_path, "list").stdout
    assert "write answers, orders; read" in listed
    assert made.stdout.strip() not in listed
    assert run(tmp_path, "revoke", "shop").returncode == 0
    assert "revoked" in run(tmp_path, "list").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("create", "x"), "would open nothing"),
        (("create", "x", "--write", "order"), "Did you mean orders"),
        (("revoke", "x"), "no token 'x'"),
        (("create", "x", "--read", "--days", "0"), "--days"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    done = run(tmp_path, *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
