"""Each metric's worked example, on every engine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from engines.conformance.conftest import Store
from engines.conformance.engines import REFUSED

import helder
from helder.errors import NotSupported
from helder.metrics import Metric
from helder.model import TABLES, Kind
from helder.model.money import minor_units


def _stored(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of an example as it is stored: instants as instants, dates as dates, money in minor units."""
    columns = TABLES[table].by_name
    read = {
        Kind.INSTANT: datetime.fromisoformat,
        Kind.DATE: lambda value: datetime.fromisoformat(value).date(),
        Kind.MONEY: lambda value: round(value * minor_units(row.get("currency"))),
    }
    return {name: value if value is None else read.get(columns[name].kind, lambda v: v)(value) for name, value in row.items()}


@pytest.mark.parametrize("metric", helder.CATALOG.values(), ids=str)
def test_the_worked_example(metric: Metric, engine: str, store: Store) -> None:
    example = metric.example
    workspace = store({name: [_stored(name, row) for row in given] for name, given in example.tables.items()})
    if metric.name in REFUSED[engine]:
        with pytest.raises(NotSupported, match=REFUSED[engine][metric.name]):
            workspace.show(metric.name, **example.question)
        return
    answer = workspace.show(metric.name, **example.question)
    (record,) = (r for r in answer.to_records() if all(r[name] == value for name, value in example.cell.items()))
    assert record["value"] == pytest.approx(example.gives, rel=1e-12)
