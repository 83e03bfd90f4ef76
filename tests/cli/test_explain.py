"""`helder explain` and `helder metrics`: what numbers are made of, and which there are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helder import CATALOG


def test_an_explanation_adds_up_and_shows_rows(run: Callable[..., Any], home: Path) -> None:
    (found,) = json.loads(run("--home", home, "explain", "nps", "--sample", "3", "--format", "json").out)
    assert found["read"] == found["counted"] + sum(found["left_out"].values()) == 12
    assert found["left_out"]["no score: blank or dismissed"] == 1
    assert len(found["parts"][0]["sample"]) == 3


def test_an_explanation_is_read_in_words_and_sql(run: Callable[..., Any], home: Path) -> None:
    said = run("--home", home, "explain", "nps").out.decode()
    assert "100 x (promoters - detractors)" in said
    assert "SELECT" in said
    assert "left out: no score: blank or dismissed" in said


def test_a_rate_over_two_facts_explains_both(run: Callable[..., Any], home: Path) -> None:
    said = run("--home", home, "explain", "resolution_rate").out.decode()
    assert "Numerator" in said
    assert "Denominator" in said


def test_the_catalogue_is_listed_whole(run: Callable[..., Any]) -> None:
    listed = json.loads(run("metrics", "--format", "json").out)
    assert [metric["metric"] for metric in listed] == list(CATALOG)
    assert all(metric["meaning"] and metric["formula"] and metric["dimensions"] for metric in listed)


def test_the_catalogue_is_read_as_a_table_and_as_csv(run: Callable[..., Any]) -> None:
    assert "service_level" in run("metrics").out.decode()
    assert "threshold=20" in run("metrics", "--format", "csv").out.decode()


def test_in_confidence_no_command_lists_the_rows_and_none_left_out_are_counted(run: Callable[..., Any], home: Path) -> None:
    ask = ["--home", home, "explain", "nps", "--confidential"]
    (found,) = json.loads(run(*ask, "--format", "json").out)
    assert (found["read"], found["counted"], set(found["left_out"].values())) == (None, 11, {None})
    assert all("all_rows" not in part and part["sample"] == [] for part in found["parts"])
    said = run(*ask).out.decode()
    assert "helder rows" not in said
    assert "not told" in said
    assert "helder rows" in run(*ask[:-1]).out.decode()
