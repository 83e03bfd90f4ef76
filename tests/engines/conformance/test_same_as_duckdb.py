"""On one company made up at random, every other engine gives the answers that DuckDB gives: no cell is different."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from engines.conformance.conftest import stores
from engines.conformance.differing import differing, same
from engines.conformance.engines import ENGINES, REFUSED, Empty
from oracle.cells import Data
from oracle.company import ZONE, Company
from oracle.outside import everything

import helder
from helder.errors import BadQuestion
from helder.workspace import Workspace

OTHERS = [name for name in ENGINES if name != "duckdb"]
PERIOD = {"since": "2025-02-10", "until": "2025-07-05"}

pytestmark = pytest.mark.parametrize("engine", OTHERS, indirect=True)


@pytest.fixture(scope="module")
def data() -> Data:
    company = Company(3)
    return everything(company) | {"turns": company.turns()}


@pytest.fixture(scope="module")
def expected(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with ENGINES["duckdb"](tmp_path_factory.mktemp("duckdb")) as empty, stores(empty) as store:
        yield store(data, ZONE, smallest_group=1)


@pytest.fixture(scope="module")
def found(data: Data, empty: Empty) -> Iterator[Workspace]:
    with stores(empty) as store:
        yield store(data, ZONE, smallest_group=1)


@pytest.fixture
def metrics(engine: str) -> list[str]:
    """All that the engine does not refuse."""
    return [name for name in helder.CATALOG if name not in REFUSED[engine]]


def test_every_metric_by_month(found: Workspace, expected: Workspace, metrics: list[str]) -> None:
    question = {**PERIOD, "grain": "month"}
    ours = found.show(*metrics, **question).to_records()
    assert {record["metric"] for record in ours} == set(metrics)
    assert differing(ours, expected.show(*metrics, **question).to_records()) == []


def test_every_metric_by_month_and_channel(found: Workspace, expected: Workspace, metrics: list[str]) -> None:
    sliced = [name for name in metrics if "channel" in helder.CATALOG[name].dimensions]
    question = {**PERIOD, "grain": "month", "by": ["channel"]}
    ours = found.show(*sliced, **question).to_records()
    assert len({(record["start"], record["channel"]) for record in ours}) > 20
    assert differing(ours, expected.show(*sliced, **question).to_records()) == []


@pytest.mark.parametrize("profile", helder.CATALOG.profiles)
def test_every_profile(found: Workspace, expected: Workspace, metrics: list[str], profile: str) -> None:
    told = [name for name in helder.CATALOG.profile(profile).rules if name in metrics]
    question = {**PERIOD, "grain": "quarter", "profile": profile}
    assert differing(found.show(*told, **question).to_records(), expected.show(*told, **question).to_records()) == []


@pytest.mark.parametrize("calendar", ["own", "red", "phone"])
def test_open_hours_of_calendars(found: Workspace, expected: Workspace, metrics: list[str], calendar: str) -> None:
    told = [name for name in metrics if any(p.names == "calendar" for p in helder.CATALOG[name].params)]
    question: dict[str, Any] = {**PERIOD, "grain": "month", "params": {"calendar": calendar}}
    assert len(told) > 3
    assert differing(found.show(*told, **question).to_records(), expected.show(*told, **question).to_records()) == []


@pytest.mark.parametrize("compare", ["previous", "year"])
def test_comparisons(found: Workspace, expected: Workspace, metrics: list[str], compare: str) -> None:
    question = {"grain": "quarter", "since": "2025-01-01", "until": "2026-01-01", "compare": compare}
    assert differing(found.show(*metrics, **question).to_records(), expected.show(*metrics, **question).to_records()) == []


@pytest.mark.parametrize("metric", ["csat", "nps", "service_level", "average_order_value", "transfer_rate", "churn_rate"])
def test_decompositions(found: Workspace, expected: Workspace, metric: str) -> None:
    question = {"by": ["channel"], "since": "2025-04-01", "until": "2025-05-01"}
    ours = found.decompose(metric, **question).to_records()
    assert differing(ours, expected.decompose(metric, **question).to_records()) == []


def test_explanations_and_rows_of_every_fact(found: Workspace, expected: Workspace, metrics: list[str]) -> None:
    """Rows read, counted and left out, with the reasons; and the counted rows themselves, column by column."""
    of_fact = {helder.CATALOG[metric].measured({}).measures[0].fact: metric for metric in metrics}
    for metric in of_fact.values():
        told = [w.explain(metric, sample=0, **PERIOD).parts for w in (found, expected)]
        counts = [[(part.fact, part.read, part.counted, part.left_out) for part in parts] for parts in told]
        assert counts[0] == counts[1], metric
        ours, theirs = (_rows(workspace, metric) for workspace in (found, expected))
        assert len(ours) == len(theirs), metric
        unlike = [(a, b) for a, b in zip(ours, theirs, strict=True) if not all(same(a[name], b[name]) for name in b)]
        assert unlike == [], metric


def _rows(workspace: Workspace, metric: str) -> list[dict[str, Any]]:
    """The rows counted, in the order of their key; what is said instead of them where they are about people who work here."""
    try:
        return workspace.rows(metric, limit=None, **PERIOD).to_pylist()
    except BadQuestion as error:
        return [{"refused": error.what}]
