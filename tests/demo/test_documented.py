"""The page about the company gives its parameters as they are in the code, and figures as they come out."""

from __future__ import annotations

import ast
import importlib
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from helder import demo
from helder.metrics.unit import shown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "demonstration-company.md"
TEXT = PAGE.read_text(encoding="utf-8")
GIVEN = re.findall(r"\| `(\w+)\.([A-Z_]+)` \| `(.+?)` \|$", TEXT, re.MULTILINE)


def test_there_are_parameters():
    assert len(GIVEN) > 30


@pytest.mark.parametrize(("module", "name", "value"), GIVEN, ids=[f"{module}.{name}" for module, name, _ in GIVEN])
def test_the_page_says_what_the_code_does(module: str, name: str, value: str):
    assert getattr(importlib.import_module(f"helder.demo.{module}"), name) == ast.literal_eval(value)


def test_the_figures_are_those_of_the_company_named():
    company = demo.build(20_000, seed=1, until=datetime(2026, 3, 17, 23))
    months = (date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1), date(2026, 2, 1))
    units = {"nps": "points", "service_level": "share", "churn_rate": "share", "first_response_time": "s", "ces": "share"}
    for figure, unit in units.items():
        row = " | ".join(shown(company.truth.value(figure, month), unit) for month in months)
        assert f"| `{figure}` | {row} |" in TEXT
    assert f"{sum(rows.num_rows for rows in company.tables.values()):,} rows" in TEXT
