"""Laws that hold of any data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from oracle.company import Company
from oracle.loading import load, store
from oracle.outside import everything

import helder
from helder.workspace import Workspace

ADDITIVE = ("sales", "orders", "contact_volume", "request_volume")
SHARES = ("nps", "csat", "ces_mean", "service_level", "average_speed_of_answer", "conversion_rate", "first_response_time")
SPAN = {"since": "2025-03-01", "until": "2025-05-01"}
Record = dict[str, Any]


def made(seed: int) -> dict[str, list[Record]]:
    """Everything of a company."""
    return everything(Company(seed))


@pytest.fixture(scope="module")
def company() -> Iterator[Workspace]:
    with store(made(7)) as workspace:
        yield workspace


def totals(records: list[Record], figure: str) -> dict[object, float]:
    """Sums of a figure over periods and dimensions, by metric and label."""
    found: dict[object, float] = {}
    for r in records:
        key = (r["metric"], r.get("scale"), r.get("currency"))
        found[key] = found.get(key, 0.0) + (r[figure] or 0.0)
    return {key: total for key, total in found.items() if total}


def said(records: list[Record]) -> list[Record]:
    """What the records say, without the labels of other metrics, which say nothing.

    Sums of fractions depend on their order in the last digits.
    """
    return [
        {name: pytest.approx(v, rel=1e-9, abs=1e-12) if isinstance(v, float) else v for name, v in r.items() if v is not None}
        for r in records
    ]


def told(records: list[Record]) -> list[Record]:
    """The same, to be compared with."""
    return [{name: value for name, value in r.items() if value is not None} for r in records]


def same(one: dict[object, float], other: dict[object, float]) -> bool:
    return one.keys() == other.keys() and all(math.isclose(v, other[k], rel_tol=1e-9) for k, v in one.items())


@pytest.mark.parametrize("grain", ["day", "week", "month"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam"])
def test_periods_add_up_to_the_whole(company: Workspace, grain: str, zone: str) -> None:
    parts = company.show(*ADDITIVE, grain=grain, zone=zone, **SPAN).to_records()
    assert same(totals(parts, "value"), totals(company.show(*ADDITIVE, zone=zone, **SPAN).to_records(), "value"))


@pytest.mark.parametrize("figure", ["numerator", "n"])
@pytest.mark.parametrize("dimension", ["channel", "country"])
def test_cells_add_up_to_the_total(company: Workspace, figure: str, dimension: str) -> None:
    cells = company.show(*SHARES, by=[dimension], **SPAN).to_records()
    assert same(totals(cells, figure), totals(company.show(*SHARES, **SPAN).to_records(), figure))


@pytest.mark.parametrize("condition", ["channel = 'web'", "country in ('NL', 'DK')", "not segment = 'consumer'"])
def test_a_filter_and_its_complement_and_the_unknown_add_up(company: Workspace, condition: str) -> None:
    name = next(n for n in ("channel", "country", "segment") if n in condition)
    parts: list[Record] = []
    for where in (condition, f"not ({condition})", f"{name} is null"):
        parts += company.show(*SHARES, where=where, **SPAN).to_records()
    assert same(totals(parts, "numerator"), totals(company.show(*SHARES, **SPAN).to_records(), "numerator"))


def test_a_filter_on_a_dimension_is_the_cell_of_that_dimension(company: Workspace) -> None:
    cell = [r for r in company.show(*SHARES, by=["country"], **SPAN).to_records() if r["country"] == "NL" and r["n"]]
    filtered = [r for r in company.show(*SHARES, where="country = 'NL'", **SPAN).to_records() if r["n"]]
    assert [{k: v for k, v in r.items() if k != "country"} for r in cell] == filtered


def test_metrics_asked_together_are_as_asked_alone(company: Workspace) -> None:
    names = [name for name, metric in helder.CATALOG.items() if "channel" in metric.dimensions]
    question: dict[str, Any] = {"by": ["channel"], "grain": "month", **SPAN}
    together = company.show(*names, **question).to_records()
    for name in names:
        alone = company.show(name, **question).to_records()
        assert told([r for r in together if r["metric"] == name]) == said(alone)


@pytest.mark.parametrize("batches", [1, 3])
def test_order_and_batches_do_not_matter(company: Workspace, batches: int) -> None:
    rows = {name: Random(batches).sample(table, len(table)) for name, table in made(7).items()}
    with helder.connect() as other:
        for i in range(batches):
            load(other, {name: table[i::batches] for name, table in rows.items()})
        for name in (name for name, metric in helder.CATALOG.items() if "channel" in metric.dimensions):
            expected, got = (w.show(name, by=["channel"], **SPAN).to_records() for w in (company, other))
            assert told(got) == said(expected)
