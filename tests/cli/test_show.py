"""`helder show`: what is asked for, in every form."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

KEYS = ["metric", "start", "channel", "scale", "value", "n", "numerator", "denominator", "low", "high"]
MARKS = ["provisional", "suppressed", "unit", "version"]


def test_json_is_a_list_of_objects_with_the_names_promised(run: Callable[..., Any], home: Path) -> None:
    done = run("--home", home, "show", "nps", "--by", "channel", "--grain", "month", "--format", "json")
    rows = json.loads(done.out)
    assert list(rows[0]) == [*KEYS, *MARKS]
    assert {row["start"] for row in rows} == {"2026-03-01", "2026-04-01", "2026-05-01"}
    assert [row["value"] for row in rows if row["start"] == "2026-04-01"] == [None, None]
    assert {row["unit"] for row in rows} == {"points"}


def test_the_figures_are_those_of_the_file(run: Callable[..., Any], home: Path) -> None:
    """Six promoters and three detractors among eleven scores."""
    (row,) = json.loads(run("--home", home, "show", "nps", "--format", "json").out)
    assert (row["n"], row["numerator"], row["value"]) == (11, 3, pytest.approx(300 / 11))


def test_confidential_figures_of_small_groups_are_hidden(run: Callable[..., Any], home: Path) -> None:
    ask = ["--home", home, "show", "nps", "--by", "channel", "--grain", "month", "--format", "json"]
    rows = json.loads(run(*ask, "--confidential").out)
    assert [(row["start"][5:7], row["suppressed"], row["n"], row["value"]) for row in rows if row["suppressed"]] == [
        (month, True, None, None) for month in ("03", "05", "03", "05")
    ]
    assert all(row["value"] is None and row["n"] == 0 for row in rows if not row["suppressed"])
    assert not any(row["suppressed"] for row in json.loads(run(*ask).out))


def test_every_form_holds_the_same_rows(run: Callable[..., Any], home: Path) -> None:
    ask = ["--home", home, "show", "nps", "promoters", "--by", "channel", "--format"]
    expected = [row["value"] for row in json.loads(run(*ask, "json").out)]
    tables = {
        "csv": csv.read_csv(io.BytesIO(run(*ask, "csv").out)),
        "parquet": parquet.read_table(io.BytesIO(run(*ask, "parquet").out)),
        "arrow": pa.ipc.open_file(run(*ask, "arrow").out).read_all(),
    }
    for form, table in tables.items():
        assert table["value"].to_pylist() == pytest.approx(expected), form


def test_an_output_file_is_written(run: Callable[..., Any], home: Path, tmp_path: Path) -> None:
    file = tmp_path / "answer.parquet"
    done = run("--home", home, "show", "nps", "--format", "parquet", "--output", file)
    assert (done.status, done.out) == (0, b"")
    assert parquet.read_table(file).num_rows == 1


def test_the_table_shows_value_interval_and_number(run: Callable[..., Any], home: Path) -> None:
    shown = run("--home", home, "show", "nps", "--by", "channel").out.decode()
    assert "27.3" not in shown  # that of both channels
    assert "email" in shown
    assert "interval" in shown


def test_a_comparison_adds_its_columns(run: Callable[..., Any], home: Path) -> None:
    done = run("--home", home, "show", "nps", "--grain", "month", "--compare", "previous", "--format", "json")
    first, second, third = json.loads(done.out)
    assert list(first)[-5:] == ["previous", "change", "p", "significant", "partial"]
    assert third["previous"] is None  # nothing was answered in April
    assert second["previous"] == first["value"]


def test_the_store_may_be_named_by_its_address(run: Callable[..., Any], home: Path) -> None:
    done = run("--store", f"duckdb:///{home / 'helder.duckdb'}", "show", "nps", "--format", "json")
    assert json.loads(done.out)[0]["n"] == 11


def test_profiles_are_asked_in_confidence_too(run: Callable[..., Any], home: Path) -> None:
    ask = ["--home", home, "profiles", "nps", "--by", "channel", "--grain", "month", "--format", "json"]
    counted = [row for row in json.loads(run(*ask).out) if row["n"]]
    assert {row["n"] < 5 for row in counted} == {True}
    assert not [row for row in json.loads(run(*ask, "--confidential").out) if row["n"]]
