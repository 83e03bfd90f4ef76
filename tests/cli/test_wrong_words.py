"""Wrong words: one clear message, exit status 2, no traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WRONG = [
    (["show", "npss"], "Did you mean nps or enps?"),
    (["show", "nps", "--by", "chanel"], "Did you mean channel?"),
    (["show", "nps", "--grain", "fortnight"], "week"),
    (["show", "nps", "--since", "2026-02-30"], "is not a date"),
    (["show", "nps", "--since", "2026-03-01", "--until", "2026-03-01"], "empty"),
    (["show", "nps", "--where", "chanel = 'x'"], "Did you mean channel?"),
    (["show", "nps", "--where", "channel"], "neither true nor false"),
    (["show", "service_level", "--set", "treshold=3"], "Did you mean threshold?"),
    (["show", "service_level", "--set", "threshold=soon"], "Give a number"),
    (["show", "service_level", "--set", "threshold"], "threshold=30"),
    (["show", "nps", "--profile", "genesy"], "Did you mean genesys"),
    (["show", "nps", "--zone", "Europe/Amsterdm"], "Europe/Amsterdam"),
    (["show", "nps", "--compare", "last"], "previous"),
    (["show", "nps", "--confidence", "95"], "0.95"),
    (["show", "nps", "--format", "xml"], "parquet"),
    (["explain", "nps", "--format", "csv"], "table or json"),
    (["shw"], "Did you mean 'show'?"),
    (["show"], "METRIC"),
]


@pytest.mark.parametrize(("words", "told"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else None)
def test_wrong_words_are_told_what_to_do(run: Callable[..., Any], home: Path, words: list[str], told: str) -> None:
    done = run("--home", home, *words)
    assert done.status == 2
    assert told in done.err
    assert "Traceback" not in done.err
    assert done.out == b""


def test_without_a_store_it_says_how_to_begin(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run("--home", tmp_path / "nowhere", "show", "nps")
    assert (done.status, "helder load" in done.err) == (2, True)


def test_an_engine_nobody_has_is_refused(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run("--store", "mysql://x", "show", "nps")
    assert (done.status, "duckdb:///" in done.err) == (2, True)
