"""Definitions side by side: differences, cells, what is hidden, and that they cost one scan."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from oracle.company import Company
from oracle.loading import store
from oracle.small import contacts

import helder
from helder.errors import BadQuestion, UnknownName
from helder.workspace import Workspace

PERIOD = {"since": "2025-03-05", "until": "2025-05-01"}


@pytest.fixture(scope="module")
def company() -> Iterator[Workspace]:
    made = Company(7)
    with store(made.people() | made.answers() | made.sales() | made.service() | made.site()) as workspace:
        yield workspace


@pytest.mark.parametrize("metric", helder.CATALOG)
def test_each_is_what_show_gives_by_that_profile(company: Workspace, metric: str) -> None:
    dimension = next(name for name in helder.CATALOG[metric].dimensions if name not in ("team", "employee", "role"))
    question = {**PERIOD, "by": [dimension], "grain": "month"}
    found = company.profiles(metric, **question)
    assert [v.name for v in found][1:] == [p.name for p in helder.CATALOG.profiles.values() if metric in p.rules]
    for variant in found:
        shown = company.show(metric, profile=variant.profile.name if variant.profile else None, **question)
        assert [(r.start, r.by, r.value, r.n) for r in shown] == [(r.start, r.by, r.value, r.n) for r in variant.rows]


def test_differences_are_from_helders_own_in_the_same_cell(company: Workspace) -> None:
    records = company.profiles("service_level", by=["channel"], grain="month", **PERIOD).to_records()
    own = {(r["start"], r["channel"]): r["value"] for r in records if r["profile"] == "helder"}
    assert any(r["difference"] for r in records)
    for r in records:
        other = own[r["start"], r["channel"]]
        known = other is not None and r["value"] is not None
        assert r["difference"] == (r["value"] - other if known else None)


def test_a_parameter_given_holds_for_every_definition(company: Workspace) -> None:
    found = company.profiles("service_level", params={"threshold": 60})
    assert {variant.params["threshold"] for variant in found} == {60}


def test_all_definitions_share_one_scan(company: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    fetch = company.engine.fetch
    monkeypatch.setattr(company.engine, "fetch", lambda sql, dates=(): sent.append(sql) or fetch(sql, dates))
    company.profiles("service_level", by=["queue"])
    assert len([sql for sql in sent if '"contacts"' in sql]) == 1  # beside which loads are looked up


def test_same_figures_by_other_rules_are_said_to_be_alike() -> None:
    with store({"contacts": contacts(("answered", 10.0), ("answered", 30.0))}) as workspace:
        found = {variant.name: variant for variant in workspace.profiles("service_level")}
    assert found["icmi_2"].same_as is None
    assert found["icmi_2"].alike == "helder"


def test_what_one_definition_hides_is_hidden_by_all() -> None:
    rows = [
        row | {"employee_id": name}
        for name, outcomes in (("e1", [("answered", 9.0)] * 4 + [("abandoned", 2.0)] * 3), ("e2", [("answered", 9.0)] * 9))
        for row in contacts(*outcomes, channel=name)
    ]
    with store({"contacts": rows, "employees": [{"employee_id": name} for name in ("e1", "e2")]}) as workspace:
        found = workspace.profiles("service_level", by=["employee"])
    assert len(found.variants[0].rows) == 2
    assert all(row.suppressed and row.n is None for variant in found for row in variant.rows)


def test_nothing_to_compare_with_another_period(company: Workspace) -> None:
    with pytest.raises(BadQuestion, match="not with another period"):
        company.profiles("nps", compare="previous")


def test_one_profile_beside_helders_own(company: Workspace) -> None:
    assert [v.name for v in company.profiles("service_level", profile="genesys")] == ["helder", "genesys"]
    with pytest.raises(UnknownName, match="Did you mean genesys"):
        company.profiles("service_level", profile="genesis")
