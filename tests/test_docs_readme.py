"""The README's Python prints what it says, and its commands exist."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import typer.main

from helder.cli.main import app

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_python_prints_what_it_says() -> None:
    code, printed = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, flags=re.DOTALL)[0]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    assert out.getvalue() == printed


def test_its_commands_and_options_exist() -> None:
    for line in re.findall(r"^\$ helder (.*)$", README, flags=re.MULTILINE):
        command = typer.main.get_group(app)
        words = line.split()
        while hasattr(command, "commands") and words:  # some are of several words
            command = command.commands[words.pop(0)]
        assert not hasattr(command, "commands"), f"helder {line} only tells what may follow it"
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line
