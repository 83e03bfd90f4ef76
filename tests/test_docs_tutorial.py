"""The tutorial, followed to the letter: its commands print what it says they print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tutorial" / "first-number.md"
#: Commands that need the network or a person, and are tested elsewhere.
NOT_HERE = ("make", "export", "helder serve")


def steps(text: str) -> list[tuple[str, list[str]]]:
    """Each command of the page that can be followed here, with the lines it is said to print."""
    blocks = [block.rstrip().split("\n") for block in re.findall(r"```console\n\$ (.*?)```", text, flags=re.DOTALL)]
    return [(command, [line.rstrip() for line in printed]) for command, *printed in blocks if not command.startswith(NOT_HERE)]


def test_the_tutorial_prints_what_it_says(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (tmp_path / "answers.csv").write_text(re.findall(r"```csv\n(.*?)```", text, flags=re.DOTALL)[0], encoding="utf-8")
    environment = {**os.environ, "HELDER_HOME": str(tmp_path / "my-company"), "COLUMNS": "120"}
    told = steps(text)
    assert len(told) >= 5
    for command, printed in told:
        run = [sys.executable, "-c", "from helder.cli.main import main; main()", *shlex.split(command)[1:]]
        done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
        assert lines[: len(printed)] == printed, command
