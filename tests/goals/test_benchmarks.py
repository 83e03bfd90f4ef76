"""Benchmarks beside one's own figures, and what keeps the two from being compared."""

from __future__ import annotations

import pytest

import helder
from helder.errors import UnknownName
from helder.goals.benchmarks import Benchmark, benchmark, held_against
from helder.workspace import Workspace

from .conftest import AT, put

FIGURE = {"metric": "nps", "industry": "Shops", "year": 2025, "scale": "0-10", "source": "A book"}


@pytest.fixture(scope="module")
def beside(workspace: Workspace):
    rows = [
        {**FIGURE, "benchmark_id": "far", "value": 20.0},
        {**FIGURE, "benchmark_id": "near", "value": 48.0, "year": 2024},
        {**FIGURE, "benchmark_id": "median", "median": 20.0, "industry": "Banks"},
        {**FIGURE, "benchmark_id": "other scale", "value": 20.0, "scale": "1-10", "year": 2023},
        {**FIGURE, "benchmark_id": "no scale", "value": 20.0, "scale": None, "year": 2022},
        {**FIGURE, "benchmark_id": "nothing own", "metric": "service_level", "value": 0.8, "scale": None},
    ]
    put(workspace, "benchmarks", rows)
    return {one.benchmark.benchmark_id: one for one in workspace.benchmarks(at=AT)}


def test_the_gap_and_whether_it_is_chance(beside) -> None:
    assert (beside["far"].gap, beside["far"].verdict) == (pytest.approx(30.0), "better")
    assert (beside["near"].gap, beside["near"].verdict) == (pytest.approx(2.0), "the same within chance")
    assert beside["median"].gap == pytest.approx(30.0)


def test_another_scale_is_not_compared(beside) -> None:
    assert (beside["other scale"].own, beside["other scale"].gap) == (None, None)
    assert beside["other scale"].differs == "the source's scale is 1-10, yours 0-10"


def test_an_unnamed_scale_is_compared_and_told(beside) -> None:
    assert beside["no scale"].gap == pytest.approx(30.0)
    assert beside["no scale"].differs == "the source names no scale; yours is 0-10"


def test_without_figures_of_ones_own_there_is_nothing_to_compare(beside) -> None:
    assert (beside["nothing own"].gap, beside["nothing own"].differs) == (None, "no figure of your own")


def test_by_metric_and_industry_the_latest_first(workspace, beside) -> None:
    records = workspace.benchmarks("nps", industry="shops", at=AT).to_records()
    assert [record["year"] for record in records] == [2025, 2024, 2023, 2022]
    assert {record["source"] for record in records} == {"A book"}
    with pytest.raises(UnknownName, match="Did you mean Shops"):
        workspace.benchmarks(industry="Shop")
    assert workspace.benchmarks(at=AT).to_arrow().num_rows == 6


def test_none_is_an_empty_table() -> None:
    with helder.connect("duckdb://", zone="UTC") as empty:
        assert empty.benchmarks().to_arrow().num_rows == 0
        assert empty.goals().to_arrow().num_rows == 0


def test_what_a_tile_holds_a_figure_against() -> None:
    """On its scale and in its unit, the latest; that of all regions, or else each region's."""

    def of(region: str | None, year: int, value: float, **other: str) -> Benchmark:
        return benchmark({**FIGURE, "benchmark_id": f"{region}{year}", "region": region, "year": year, "value": value, **other})

    regions = [of("NL", 2025, 34.0), of("DK", 2025, 28.0), of("DK", 2024, 11.0), of(None, 2026, 1.0, scale="1-5")]
    assert [one.middle for one in held_against(regions, "nps", "points", "0-10")] == [34.0, 28.0]
    assert [one.middle for one in held_against([*regions, of(None, 2025, 30.0)], "nps", "points", "0-10")] == [30.0]
    assert held_against(regions, "csat", "share", "0-10") == []
    assert held_against([of(None, 2025, 0.3, unit="share")], "nps", "points", "0-10") == []
