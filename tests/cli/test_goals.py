"""helder goals and helder benchmarks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

GOALS = """goal_id,metric,dimension,value,starts_on,ends_on,target,owner
year,nps,,,2026-01-01,2026-12-31,30,eva
phone,nps,channel,phone,,,90,tom
wrong,npss,,,,,90,tom
"""
BENCHMARKS = """benchmark_id,metric,industry,year,scale,value,source
b1,nps,Retail,2025,0-10,10,A book
b2,nps,Banking,2025,1-10,20,A book
"""


@pytest.fixture
def aims(home: Path, run: Run) -> Path:
    """The home folder, with goals and benchmarks."""
    for name, text in (("goals", GOALS), ("benchmarks", BENCHMARKS)):
        (home / f"{name}.csv").write_text(text)
        assert run("--home", home, "load", name, home / f"{name}.csv").status == 0
    return home


def test_a_goal_that_cannot_be_is_named_by_file_and_row(aims: Path, run: Run) -> None:
    told = run("--home", aims, "load", "goals", aims / "goals.csv", "--strict")
    assert told.status == 2
    assert "goals.csv" in told.err
    assert "row 3: metric 'npss' is no metric" in told.err


def test_goals_are_listed_with_how_they_stand(aims: Path, run: Run) -> None:
    listed = run("--home", aims, "goals", "--at", "2026-06-01").out.decode()
    assert "at least 30.0" in listed
    assert "channel phone" in listed
    assert "eva" in listed
    (year, phone) = json.loads(run("--home", aims, "goals", "nps", "--at", "2026-06-01", "--format", "json").out)
    assert (year["goal"], year["target"], year["since"]) == ("year", 30.0, "2026-01-01")
    assert (phone["segment"], phone["status"]) == ("phone", "missed")
    assert run("--home", aims, "goals", "csat").out.decode().startswith("No goals.")
    assert run("--home", aims, "benchmarks", "csat").out.decode().startswith("No benchmarks.")


def test_benchmarks_are_those_of_the_industry_of_the_settings(aims: Path, run: Run) -> None:
    every = run("--home", aims, "benchmarks", "--at", "2026-06-01").out.decode()
    assert "Retail" in every
    assert "the source's scale is 1-10, yours 0-10" in every
    (aims / "helder.toml").write_text('industry = "Retail"\n')
    assert "Banking" not in run("--home", aims, "benchmarks").out.decode()
    assert "Banking" in run("--home", aims, "benchmarks", "--all").out.decode()
    assert "Banking" in run("--home", aims, "benchmarks", "--industry", "banking").out.decode()
    assert run("--home", aims, "benchmarks", "--industry", "Retial").err.startswith("error: benchmarks: There is no industry")
