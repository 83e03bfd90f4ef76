"""helder rollup, as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from helder.cli.app import app
from helder.cli.main import COMMANDS

assert COMMANDS


def _run(home: Path, *words: str) -> str:
    done = CliRunner().invoke(app, ["--home", str(home), *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A store of some answers and contacts."""
    (tmp_path / "answers.csv").write_text(
        "answer_id,instrument,scale,score,channel,answered_at\n"
        "a,nps,0-10,10,phone,2026-01-05 10:00\nb,nps,0-10,0,chat,2026-02-05 10:00\nc,nps,0-10,9,phone,2026-02-06 10:00\n"
    )
    (tmp_path / "more.csv").write_text(
        "answer_id,instrument,scale,score,channel,answered_at\nb,nps,0-10,9,chat,2026-02-05 10:00\n"
    )
    _run(tmp_path, "load", "answers", str(tmp_path / "answers.csv"))
    return tmp_path


def test_made_used_and_followed(home: Path) -> None:
    """A roll-up is made, follows a correction, and the figure is that of the rows."""
    before = _run(home, "show", "nps", "--by", "channel", "--grain", "month", "--format", "csv")
    assert "There are no roll-ups" in _run(home, "rollup", "--list")
    assert "roll-ups were made" in _run(home, "rollup")
    assert "follows every load" in _run(home, "rollup", "--list")
    assert _run(home, "show", "nps", "--by", "channel", "--grain", "month", "--format", "csv") == before
    _run(home, "load", "answers", str(home / "more.csv"))
    after = _run(home, "show", "nps", "--by", "channel", "--grain", "month", "--format", "csv")
    assert after != before
    assert "are gone" in _run(home, "rollup", "--drop")
    assert _run(home, "show", "nps", "--by", "channel", "--grain", "month", "--format", "csv") == after


def test_what_does_not_follow_is_stale_until_made_anew(home: Path) -> None:
    _run(home, "rollup")
    _run(home, "load", "answers", str(home / "more.csv"))
    assert "stale" in _run(home, "rollup", "--list")
    _run(home, "rollup", "--stale")
    assert "stale" not in _run(home, "rollup", "--list")


def test_a_dimension_that_is_none(home: Path) -> None:
    done = CliRunner().invoke(app, ["--home", str(home), "rollup", "--by", "chanel"])
    assert "Did you mean channel?" in str(done.exception)
