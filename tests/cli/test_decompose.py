"""`helder decompose`: a change split over segments, in every form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ASKED = ("decompose", "nps", "--by", "channel", "--since", "2026-05-01", "--until", "2026-07-01")


@pytest.fixture
def asked(run: Callable[..., Any], home: Path) -> Callable[..., Any]:
    """Runs the command about May and June against March and April."""
    return lambda *more: run("--home", home, *ASKED, *more)


def test_json_has_the_whole_and_its_segments(asked: Callable[..., Any]) -> None:
    whole, *segments = json.loads(asked("--format", "json").out)
    assert [whole["row"], whole["channel"], *(s["row"] for s in segments)] == ["whole", None, "segment", "segment"]
    assert {s["channel"] for s in segments} == {"email", "phone"}
    assert whole["change"] == pytest.approx(whole["value"] - whole["previous"])
    assert sum(s["rate"] + s["mix"] for s in segments) == pytest.approx(whole["change"])


def test_the_table_says_what_is_compared_with_what(asked: Callable[..., Any]) -> None:
    done = asked()
    text = done.out.decode()
    assert done.status == 0
    assert "2026-05-01 to 2026-07-01 (not included), against 2026-03-01 to 2026-05-01" in text
    assert text.splitlines()[3].split()[0] == "all"
    assert {"weight", "rate", "mix", "effect"} <= set(text.split())


def test_the_same_goes_to_a_file(asked: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "effects.csv"
    assert asked("--output", file).status == 0
    assert file.read_text().startswith('"metric","row","channel","scale","value","previous"')


@pytest.mark.parametrize(("words", "said"), [((), "by what"), (("--by", "chanel"), "Did you mean channel?")])
def test_wrong_words_are_met_with_advice(run: Callable[..., Any], home: Path, words: tuple[str, ...], said: str) -> None:
    done = run("--home", home, "decompose", "nps", *words)
    assert (done.status, said in done.err) == (2, True)
