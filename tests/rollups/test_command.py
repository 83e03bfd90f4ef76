"""helder rollup, as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from helder import settings
from helder.cli.app import app
from helder.cli.main import COMMANDS
from helder.facts import STORED
from helder.query.rollups.rollup import Kind
from helder.workspace import of_settings

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


def test_rows_of_facts_alone_and_then_what_boards_need(home: Path) -> None:
    """Facts can be kept without roll-ups; these are made beside them when they are asked for, and of them."""
    before = _run(home, "show", "completion_rate", "--format", "csv")
    assert f"{len(STORED)} roll-ups were made" in _run(home, "rollup", "--facts")
    assert "0 roll-ups were made" in _run(home, "rollup", "--facts")
    assert _run(home, "show", "completion_rate", "--format", "csv") == before
    assert "nps" not in _run(home, "rollup", "--list")
    _run(home, "rollup")
    listed = _run(home, "rollup", "--list")
    assert "filled_in_" in listed
    assert "nps" in listed
    _run(home, "load", "answers", str(home / "more.csv"))
    assert _run(home, "show", "completion_rate", "--format", "csv") == before


def test_what_does_not_follow_is_stale_until_made_anew(home: Path) -> None:
    _run(home, "rollup")
    _run(home, "load", "answers", str(home / "more.csv"))
    assert "stale" in _run(home, "rollup", "--list")
    _run(home, "rollup", "--stale")
    assert "stale" not in _run(home, "rollup", "--list")


def test_a_dimension_that_is_none(home: Path) -> None:
    done = CliRunner().invoke(app, ["--home", str(home), "rollup", "--by", "chanel"])
    assert "Did you mean channel?" in str(done.exception)


def test_made_for_boards_by_all_they_are_narrowed_by(home: Path) -> None:
    """What adds up is there once, by every dimension that boards offer; a second time nothing is missing."""
    with of_settings(settings.load(home, environment={}), read_only=False) as workspace:
        made = list(workspace.rollups.add_for_boards(("country", "channel", "segment", "language")))
        there = workspace.rollups.listed()
        assert {one.name for one in there} == set(made)
        nps = [one.by for one in there if "nps" in one.metrics]
        assert nps == [("country", "channel", "segment", "language")]
        assert all(one.by in ((), ("channel",)) for one in there if one.kind is Kind.CELLS)
        assert list(workspace.rollups.add_for_boards(("country", "channel", "segment", "language"))) == []
        assert list(workspace.rollups.renew(only_stale=True)) == []
        more = list(workspace.rollups.add_for_boards(("country", "channel", "segment", "language", "topic")))
        assert any("_topic_" in name for name in more)
