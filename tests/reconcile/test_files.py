"""Another tool's figures as people have them: formats of numbers and periods, and what cannot be read."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from helder.errors import HelderError
from helder.query.reconcile.numbers import shown
from helder.query.reconcile.spans import labels
from helder.workspace import Workspace


@pytest.mark.parametrize(
    ("texts", "numbers", "digits", "unit"),
    [
        (["81.1", "79.25", ""], (81.1, 79.25, None), 2, None),
        (["81,1 %", "79 %"], (81.1, 79.0), 1, "%"),
        (["1,234", "12"], (1234.0, 12.0), 0, None),
        (["1.234,50", "12,5"], (1234.5, 12.5), 2, None),
        (["1:05", "1:00:10"], (65.0, 3610.0), 0, "clock"),
        (["EUR 1,234.50", "€ 10.00"], (1234.5, 10.0), 2, None),
        ([0.5, 0.25, float("nan"), 1], (0.5, 0.25, None, 1.0), 2, None),
        (["n/a", "-3.0"], (None, -3.0), 1, None),
    ],
)
def test_numbers_are_read_as_they_are_shown(texts: list[Any], numbers: tuple[Any, ...], digits: int, unit: str | None) -> None:
    found = shown(texts, "value")
    assert (found.numbers, found.digits, found.unit) == (numbers, digits, unit)


@pytest.mark.parametrize(
    ("texts", "grain", "first"),
    [
        (["2026-03", "2026-04"], "month", "2026-03-01"),
        (["2026-03-01", "2026-04-01"], "month", "2026-03-01"),
        (["2026-03-31", "2026-04-30"], "month", "2026-03-01"),
        (["Mar 2026", "April 2026"], "month", "2026-03-01"),
        (["2026-Q1", "Q2 2026"], "quarter", "2026-01-01"),
        (["2026-W10", "2026-W11"], "week", "2026-03-02"),
        (["2026-03-01", "2026-03-08"], "week", "2026-03-01"),
        (["2025", "2026"], "year", "2025-01-01"),
        (["2026-03-02", "2026-03-03"], "day", "2026-03-02"),
    ],
)
def test_periods_are_told_by_their_labels(texts: list[str], grain: str, first: str) -> None:
    found = labels(texts, "start", None)
    assert found.grain == grain
    assert found.starts[0].isoformat() == first


BAD = [
    ({"start": ["2025-03-03"], "score": ["1"]}, "There is no column of their figures 'score'"),
    ({"start": ["2025-03-03"], "channel": ["phone"]}, "It has no column value"),
    ({"start": ["2025-03-03", "2025-03-10"], "value": ["1", "x"]}, "row 2, column value: 'x' is not a number"),
    ({"start": ["03/04/2025", "2025-03-10"], "value": ["1", "2"]}, "row 1, column start: '03/04/2025' is not a period"),
    ({"start": ["2025-03-03"], "value": ["1"]}, "does not tell whether it is a day, a week or a month"),
    ({"month": ["2025-03", "2025-03"], "value": ["1", "2"]}, "Rows 1 and 2 are of the same period"),
    ({"start": ["2025-03", "2025-04-02"], "value": ["1", "2"]}, "Some of start are a month, others not"),
    ({"start": ["2025-03", "2025-04"], "value": ["1 %", "2"]}, "Some of value have a unit, others not"),
    ({"start": ["2025-03"], "date": ["2025-03"], "value": ["1"]}, "Two columns say the same"),
    ({"start": [], "value": []}, "It has no figures"),
    ({"month": ["2025-03"], "team": ["red"], "value": ["1"]}, "Figures about people who work here"),
]


@pytest.mark.parametrize(("table", "says"), BAD, ids=[says for _, says in BAD])
def test_what_cannot_be_read_says_where(company: Workspace, table: dict[str, Any], says: str) -> None:
    with pytest.raises(HelderError) as raised:
        company.reconcile("service_level", theirs=pd.DataFrame(table))
    assert says in str(raised.value)


def test_a_metric_with_a_figure_for_each_choice_needs_the_choice(company: Workspace) -> None:
    with pytest.raises(HelderError, match="Add the column choice"):
        company.reconcile("visitor_intent", theirs=[{"month": "2025-03", "value": 0.5}])


def test_per_cent_and_fractions_are_both_read(company: Workspace, figures: Any) -> None:
    theirs = figures("service_level")
    shares = theirs.assign(value=[None if pd.isna(v) else f"{v:.2%}" for v in theirs["value"]])
    hundreds = theirs.assign(value=theirs["value"] * 100)
    for table in (theirs, shares, hundreds):
        assert company.reconcile("service_level", theirs=table).nearest.way.definition.name == "helder"
