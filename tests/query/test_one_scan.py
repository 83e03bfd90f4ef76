"""All metrics asked of one fact are answered by one query over it, however many they are."""

from __future__ import annotations

from collections import Counter
from datetime import date

import helder
from helder.metrics import Measure
from helder.model import TABLES
from helder.query.plan import plan
from helder.query.scan import Frame

_FRAME = Frame(
    {name: table.expression for name, table in TABLES.items()},
    by=(), grain="month", since=date(2026, 1, 1), until=date(2026, 7, 1), where=None, zone="UTC", stored_zone="UTC",
    confidence=0.95,
)  # fmt: skip


def _measures() -> list[Measure]:
    """Every measure of the catalogue, but those of facts that are made anew for each period."""
    found = [m for metric in helder.CATALOG.values() for m in metric.measured({}).measures]
    return [m for m in dict.fromkeys(found) if not m.fact.periodic]


def test_additive_metrics_of_one_fact_share_a_query() -> None:
    additive = [m for m in _measures() if m.form.additive]
    queries = Counter((step.columns[0][0].fact.name, step.columns[0][0].dated_by) for step in plan(additive, _FRAME))
    shared = {(m.fact.name, m.dated_by) for m in additive}
    assert set(queries) == shared
    accumulating = {(m.fact.name, m.dated_by) for m in additive if m.form.accumulates}
    assert {scan for scan, times in queries.items() if times > 1} <= accumulating


def test_a_part_that_metrics_share_is_computed_once() -> None:
    contacts = [m for m in _measures() if m.fact.name == "contacts" and m.form.additive]
    (step,) = plan(contacts, _FRAME)
    columns = [c for _, parts in step.columns for c in parts.values()]
    assert len(set(columns)) < len(columns)
