"""A company's own profiles: counted like the others, and refused with the line where they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from oracle.loading import load
from oracle.small import contacts

import helder
from helder.errors import HelderError

BOARD = """
[board]
title = "The board's report"

[board.service_level]
set = { threshold = 30, abandoned = "ignore" }
reason = "Callers who gave up were left out"
source = "Report of March 2024, page 7"
"""


def asked(home: Path, text: str) -> helder.query.side_by_side.SideBySide:
    (home / "profiles.toml").write_text(text)
    with helder.connect(home=home) as workspace:
        load(workspace, {"contacts": contacts(("answered", 25.0), ("answered", 40.0), ("abandoned", 60.0))})
        return workspace.profiles("service_level", profile="board")


def test_it_is_counted_like_the_others(tmp_path: Path) -> None:
    own, board = asked(tmp_path, BOARD)
    assert (own.rows[0].value, board.rows[0].value) == (0.0, 0.5)
    assert board.rule.source == "Report of March 2024, page 7"
    assert board.profile.own


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("board.service_levels", "board.service_level", 5, "There is no metric 'service_levels'"),
        ("treshold", "threshold", 6, "There is no parameter of service_level 'treshold'"),
        ('abandoned = "ignored"', 'abandoned = "ignore"', 6, "There is no choice 'ignored'"),
        ("threshold = -1", "threshold = 30", 6, "threshold cannot be -1"),
        ("because", "reason", 7, "There is no setting of a rule 'because'"),
        ("[genesys]", "[board]", 2, "There is a profile genesys already"),
    ],
)
def test_what_cannot_be_names_the_line(tmp_path: Path, wrong: str, right: str, line: int, says: str) -> None:
    with pytest.raises(HelderError) as raised:
        asked(tmp_path, BOARD.replace(right, wrong))
    assert says in str(raised.value)
    assert f"profiles.toml, line {line}" in str(raised.value)


def test_a_profile_that_says_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HelderError, match="says nothing"):
        asked(tmp_path, '[board]\ntitle = "Empty"\n')


def test_a_broken_file_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(HelderError, match=r"not TOML.*line 2"):
        asked(tmp_path, "[board]\ntitle = \n")
