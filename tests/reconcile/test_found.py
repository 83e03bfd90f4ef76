"""Figures made in a known way are found to be made in that way, or in one these data cannot tell from it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import helder
from helder.workspace import Workspace

SERVICE = [name for name, profile in helder.CATALOG.profiles.items() if "service_level" in profile.rules]
MADE: list[tuple[str, dict[str, Any]]] = [
    ("service_level", {}),
    *(("service_level", {"profile": name}) for name in SERVICE),
    ("service_level", {"params": {"threshold": 45}}),
    ("service_level", {"params": {"dated_by": "answered_at"}}),
    ("service_level", {"zone": "UTC"}),
    ("service_level", {"zone": "Europe/London"}),
    ("service_level", {"zone": "Etc/GMT+7"}),
    ("service_level", {"where": "entry = 'direct'"}),
    ("service_level", {"where": "topic is not null", "profile": "icmi_2"}),
    ("average_handle_time", {"params": {"with_wait": "yes"}, "digits": 1}),
    ("average_resolution_time", {"params": {"resolution": "first"}, "digits": 0}),
    ("csat", {"params": {"positive_from": 3}}),
    ("sales", {"zone": "UTC", "digits": 2}),
    ("conversion_rate", {"params": {"idle_minutes": 5}, "by": ["device"]}),
]


@pytest.mark.parametrize(("metric", "way"), MADE, ids=lambda each: str(each))
def test_it_is_found(company: Workspace, figures: Any, metric: str, way: dict[str, Any]) -> None:
    theirs = figures(metric, **way)
    found = company.reconcile(metric, theirs=theirs)
    assert found.found, found.verdict
    best = found.nearest.way
    made = figures(
        metric, digits=way.get("digits", 4), by=way.get("by", ["channel"]), params=dict(best.definition.params), zone=best.zone,
        where=best.where,
    )  # fmt: skip
    if not best.border.name:
        assert np.allclose(made["value"], theirs["value"], equal_nan=True), "the way named makes the same figures"
    assert found.nearest.apart <= 1.5 * len(way.keys() - {"digits", "by"}), "nothing simpler makes them"


def test_helders_own_figures_need_nothing_else(company: Workspace, figures: Any) -> None:
    found = company.reconcile("service_level", theirs=figures("service_level"))
    assert (found.nearest.apart, found.nearest.way.definition.name) == (0, "helder")
    assert found.disputed is None
    assert found.tried.queries == 1


def test_the_profile_itself_is_named(company: Workspace, figures: Any) -> None:
    found = company.reconcile("service_level", theirs=figures("service_level", profile="cisco_positive"))
    assert "cisco_positive" in found.nearest.way.definition.name
    assert found.disputed.total == sum(n for _, n in found.disputed.reasons) > 0
    assert any("abandoned with a wait below 5 s" in reason for reason, _ in found.disputed.reasons)


def test_a_zone_is_told_from_the_workspaces(company: Workspace, figures: Any) -> None:
    found = company.reconcile("contact_volume", theirs=figures("contact_volume", zone="UTC", grain="day", digits=0))
    assert found.nearest.way.zone == "UTC"
    assert all(fit.way.zone != company.engine.zone for fit in found.found)
    assert any("in another period" in reason for reason, _ in found.disputed.reasons)


def test_what_has_no_way_names_the_nearest_and_the_rows(company: Workspace, figures: Any) -> None:
    theirs = figures("service_level")
    theirs.loc[theirs["value"].first_valid_index(), "value"] = 0.1234
    found = company.reconcile("service_level", theirs=theirs)
    assert not found.found
    assert found.nearest.matched == len(theirs) - 1
    assert found.verdict.startswith("No way gives all")
    (wrong,) = (record for record in found.to_records() if not record["matches"])
    assert wrong["theirs"] == 0.1234
    assert found.disputed.rows.num_rows == min(found.disputed.total, 100) > 0
