"""tools/environment on machines that are not as they should be."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("python3", "python3.14", "python3.13", "python3.12", "python3.11")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing installed, and a bin/ with the few commands a bare machine has."""
    folder = tmp_path / "helder"
    for part in ("tools", "constraints"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "pyproject.toml", folder)
    commands = folder / "bin"
    commands.mkdir()
    for command in ("sh", "cat", "cksum", "dirname", "grep"):
        (commands / command).symlink_to(shutil.which(command) or "")
    return folder


def python(checkout: Path, name: str, script: str) -> None:
    """Put a stand-in for Python on the path, for machines this one is not."""
    command = checkout / "bin" / name
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)


def environment(checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "tools" / "environment", "run"],
        env={"PATH": str(checkout / "bin"), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_is_too_old_is_named(checkout: Path) -> None:
    for name in NAMES:
        python(checkout, name, 'case "$1" in -V) echo Python 3.9.2;; *) exit 1;; esac')
    done = environment(checkout)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "error: Helder needs Python 3.11 or later; python3 is Python 3.9.2."
    assert not (checkout / ".venv").exists()


def test_a_later_python_beside_an_old_one_is_taken(checkout: Path) -> None:
    python(checkout, "python3", "exit 1")
    python(checkout, "python3.12", 'case "$*" in *ensurepip*) exit 1;; *version_info\\[*) echo 3.12;; esac')
    done = environment(checkout)
    assert done.returncode == 2
    assert f"{checkout}/bin/python3.12 cannot make environments" in done.stderr
    assert "apt-get install python3.12-venv" in done.stderr


def test_no_python_at_all_is_said(checkout: Path) -> None:
    done = environment(checkout)
    assert done.returncode == 2
    assert "Helder needs Python 3.11 or later" in done.stderr


def test_an_environment_that_holds_the_lock_is_left_alone(checkout: Path) -> None:
    wanted = subprocess.run(
        "cat constraints/run.txt pyproject.toml | cksum", shell=True, cwd=checkout, capture_output=True, text=True
    )
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "holds-run").write_text(f"{checkout} {wanted.stdout.strip()}", encoding="utf-8")
    assert environment(checkout).returncode == 0
    with (checkout / "constraints" / "run.txt").open("a") as lock:
        lock.write("# changed\n")
    assert environment(checkout).returncode == 2
