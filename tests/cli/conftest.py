"""Running the command as a user does, in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from helder.cli.main import main


@dataclass(frozen=True)
class Done:
    """What a run of the command left: its exit status, and what it wrote."""

    status: int
    out: bytes
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command with some words."""

    def running(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["helder", *map(str, words)])
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capfdbinary.readouterr()
        return Done(status, said.out, said.err.decode())

    return running


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of answers in two months, by two channels; one is blank."""
    scores = [10, 9, 9, 8, 3, 10, 6, 7, "", 9, 10, 2]
    rows = [
        f"a{i},nps,0-10,{score},{'email' if i % 2 else 'phone'},2026-0{3 if i < 8 else 5}-0{1 + i % 8}T10:00:00"
        for i, score in enumerate(scores)
    ]
    file = tmp_path_factory.mktemp("files") / "answers.csv"
    file.write_text("\n".join(["answer_id,instrument,scale,score,channel,answered_at", *rows]) + "\n")
    return file


@pytest.fixture
def home(tmp_path: Path, answered: Path, run: Run) -> Path:
    """A home folder whose store holds the answers."""
    assert run("--home", tmp_path, "load", "answers", answered).status == 0
    return tmp_path
