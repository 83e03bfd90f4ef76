"""Each metric's worked example, on frames in memory and in a store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from oracle.loading import store

import helder
from helder.metrics import Metric
from helder.model import TABLES, Kind
from helder.model.money import minor_units
from helder.query.answer import Answer

METRICS = list(helder.CATALOG.values())


def _value(answer: Answer, metric: Metric) -> float:
    """The value of the example's cell, which must be one."""
    (record,) = (r for r in answer.to_records() if all(r[name] == value for name, value in metric.example.cell.items()))
    return record["value"]


def _stored(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of an example as it is stored: instants as instants, dates as dates, money in minor units."""
    columns = TABLES[table].by_name
    read = {
        Kind.INSTANT: datetime.fromisoformat,
        Kind.DATE: lambda value: datetime.fromisoformat(value).date(),
        Kind.MONEY: lambda value: round(value * minor_units(row.get("currency"))),
    }
    return {name: value if value is None else read.get(columns[name].kind, lambda v: v)(value) for name, value in row.items()}


@pytest.mark.parametrize("metric", METRICS, ids=str)
def test_on_frames(metric: Metric) -> None:
    tables = {name: pd.DataFrame(rows) for name, rows in metric.example.tables.items()}
    answer = helder.show(metric.name, **tables, **metric.example.question)
    assert _value(answer, metric) == pytest.approx(metric.example.gives, rel=1e-12)


@pytest.mark.parametrize("metric", METRICS, ids=str)
def test_in_a_store(metric: Metric) -> None:
    rows = {name: [_stored(name, row) for row in given] for name, given in metric.example.tables.items()}
    with store(rows) as workspace:
        answer = workspace.show(metric.name, **metric.example.question)
    assert _value(answer, metric) == pytest.approx(metric.example.gives, rel=1e-12)
