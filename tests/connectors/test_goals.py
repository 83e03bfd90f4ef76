"""Goals and benchmarks are held against the catalogue and against each other as they come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from helder.connectors.reading.load import Load, load
from helder.engines import DuckDBEngine, open_engine
from helder.metrics import CATALOG
from helder.model import TABLES

GOAL = {"goal_id": "g", "metric": "nps", "target": "40"}


@pytest.fixture
def engine() -> DuckDBEngine:
    return open_engine("duckdb://", zone="UTC")


def bring(engine: DuckDBEngine, folder: Path, *rows: dict[str, str], table: str = "goals") -> Load:
    """Load rows as a file of them."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]
    (folder / "rows.csv").write_text("\n".join(lines) + "\n")
    return load(engine, folder / "rows.csv", table=TABLES[table], catalog=CATALOG)


def faults(engine: DuckDBEngine) -> list[tuple[int, str, str]]:
    each = "(select row_number, unnest(faults) as f from _helder.rejects)"
    found = engine.query(f"select row_number, f.column as name, f.reason as reason from {each}").to_pylist()
    return [(row["row_number"], row["name"], row["reason"]) for row in found]


def kept(engine: DuckDBEngine, table: str = "goals") -> list[dict[str, object]]:
    return engine.query(f"select * from {table} order by all").to_pylist()


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        ({"metric": "npss"}, "metric", "Did you mean nps"),
        ({"metric": "service_level", "target": "45"}, "target", "45 per cent is 0.45"),
        ({"target": "140"}, "target", "outside -100 to 100"),
        ({"metric": "average_speed_of_answer", "target": "-3"}, "target", "less than 0"),
        ({"target": ""}, "target", "is missing"),
        ({"dimension": "contry", "value": "NL"}, "dimension", "Did you mean country?"),
        ({"dimension": "country", "value": ""}, "value", "missing beside"),
        ({"dimension": "hour", "value": "noon"}, "value", "a whole number"),
        ({"dimension": "", "value": "NL"}, "dimension", "missing beside"),
        ({"metric": "sales", "starts_on": "2026-01-01"}, "ends_on", "a first and a last day"),
        ({"metric": "churn_rate", "target": "0.05"}, "starts_on", "a first and a last day"),
        ({"metric": "contact_volume", "starts_on": "2026-01-01", "ends_on": "2026-03-31"}, "bound", "at least or at most"),
        ({"metric": "visitor_intent", "target": "0.3", "bound": "at least"}, "apart", "each choice"),
        ({"metric": "orders", "apart": "EUR", "starts_on": "2026-01-01", "ends_on": "2026-03-31"}, "apart", "one figure only"),
        ({"bound": "about"}, "bound", "is not one of"),
        ({"starts_on": "2026-03-01", "ends_on": "2026-02-01"}, "ends_on", "is before starts_on"),
        ({"starts_on": "soon"}, "starts_on", "is not a date"),
    ],
)
def test_a_goal_that_cannot_be_is_rejected_with_its_row(engine, tmp_path, change, column, says) -> None:
    done = bring(engine, tmp_path, GOAL, {**GOAL, "goal_id": "other", "dimension": "channel", "value": "web", **change})
    assert done.rejected == 1
    assert [row["goal_id"] for row in kept(engine)] == ["g"]
    ((number, name, reason),) = faults(engine)
    assert (number, name) == (2, column)
    assert says in reason


def test_two_goals_for_the_same_are_refused_until_one_is_withdrawn(engine, tmp_path) -> None:
    twice = {**GOAL, "goal_id": "again", "target": "50"}
    assert bring(engine, tmp_path, GOAL, twice).rejected == 1
    assert "goal 'g'" in faults(engine)[0][2]
    assert bring(engine, tmp_path, twice).rejected == 1
    assert bring(engine, tmp_path, {**GOAL, "withdrawn": "yes"}, {**twice, "withdrawn": ""}).rejected == 0
    assert [(row["goal_id"], row["withdrawn"]) for row in kept(engine)] == [("again", None), ("g", True)]


def test_a_goal_set_again_replaces_what_it_was(engine, tmp_path) -> None:
    bring(engine, tmp_path, GOAL)
    assert bring(engine, tmp_path, {**GOAL, "target": "45"}).rejected == 0
    assert [row["target"] for row in kept(engine)] == [45.0]


def test_other_periods_and_segments_of_one_metric_stand_side_by_side(engine, tmp_path) -> None:
    year = {"goal_id": "y", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    quarter = {"goal_id": "q", "starts_on": "2026-01-01", "ends_on": "2026-03-31"}
    segment = {"goal_id": "s", "dimension": "country", "value": "NL"}
    assert bring(engine, tmp_path, *({**GOAL, **other} for other in ({}, year, quarter, segment))).rejected == 0
    assert len(kept(engine)) == 4


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        ({"value": "0.45", "unit": "share"}, "unit", "points"),
        ({"metric": "csat", "value": "45"}, "value", "45 per cent is 0.45"),
        ({"metric": "shoes"}, "metric", "no metric"),
        ({"value": ""}, "value", "is missing"),
        ({"source": ""}, "source", "is missing"),
        ({"low": "50", "high": "40"}, "high", "less than low"),
    ],
)
def test_a_benchmark_that_cannot_be_is_rejected(engine, tmp_path, change, column, says) -> None:
    figure = {"benchmark_id": "b", "metric": "nps", "industry": "Shops", "value": "40", "source": "A book"}
    assert bring(engine, tmp_path, figure, {**figure, "benchmark_id": "c", **change}, table="benchmarks").rejected == 1
    assert [row["benchmark_id"] for row in kept(engine, "benchmarks")] == ["b"]
    assert [name for _, name, reason in faults(engine) if says in reason] == [column]
