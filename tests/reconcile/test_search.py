"""What bounds the search: periods' borders, a limit of queries, an interrupt, and figures that do not add up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from helder.workspace import Workspace


def test_weeks_from_sunday_are_told_from_weeks_from_monday(company: Workspace, figures: Any) -> None:
    days = figures("contact_volume", grain="day", digits=0, since="2025-03-02", until="2025-04-27")
    days["start"] = pd.to_datetime(days["start"])
    sundays = days["start"] - pd.to_timedelta((days["start"].dt.day_of_week + 1) % 7, unit="D")
    weeks = days.assign(value=days["value"].fillna(0)).groupby([sundays, days["channel"].fillna("")])["value"].sum().reset_index()
    found = company.reconcile("contact_volume", theirs=weeks)
    assert found.found, found.verdict
    labelled = weeks.assign(start=weeks["start"] + timedelta(days=1))
    found = company.reconcile("contact_volume", theirs=labelled)
    assert found.nearest.way.border.name == "weeks from Sunday, each under the Monday after"


@pytest.mark.parametrize(("days", "name"), [(-1, "its last day left out"), (1, "the day after its last included")])
def test_until_is_included_or_a_day_early(company: Workspace, days: int, name: str) -> None:
    ends = {"2025-03-01": "2025-04-01", "2025-04-01": "2025-05-01"}
    rows = []
    for start, end in ends.items():
        until = (pd.Timestamp(end) + timedelta(days=days)).date()
        (row,) = company.show("contact_volume", since=start, until=until)
        rows.append({"month": start[:7], "value": row.value})
    assert company.reconcile("contact_volume", theirs=rows).nearest.way.border.name == name


def test_it_stops_after_as_many_queries_as_allowed(company: Workspace, figures: Any) -> None:
    theirs = figures("service_level")
    theirs["value"] = 0.1234567
    told: list[str] = []
    found = company.reconcile("service_level", theirs=theirs, queries=2, progress=lambda about, queries: told.append(about))
    assert found.tried.queries <= 2
    assert found.tried.stopped == "2 queries were put"
    assert any("days of UTC" in about for about in told)


def test_an_interrupt_leaves_what_was_found(company: Workspace, figures: Any) -> None:
    theirs = figures("service_level")
    theirs["value"] = 0.1234567

    def interrupt(about: str, queries: int) -> None:
        if queries > 1:
            raise KeyboardInterrupt

    found = company.reconcile("service_level", theirs=theirs, progress=interrupt)
    assert found.tried.stopped == "interrupted"
    assert found.fits


def test_figures_without_a_period_are_of_the_span_named(company: Workspace) -> None:
    span = {"since": "2025-03-03", "until": "2025-04-28"}
    (row,) = company.show("service_level", profile="icmi_2", zone="UTC", **span)
    found = company.reconcile("service_level", theirs=[{"value": round(row.value, 6)}], **span)
    assert "icmi_2" in {name for fit in found.found for name in fit.way.definition.base.split(", ")}


def test_a_parameter_given_is_not_tried_otherwise(company: Workspace, figures: Any) -> None:
    found = company.reconcile("service_level", theirs=figures("service_level"), params={"threshold": 60})
    assert {fit.way.definition.params["threshold"] for fit in found.fits} == {60}


def test_what_is_kept_apart_is_told(company: Workspace, figures: Any) -> None:
    """Scales are never pooled: figures that do not say theirs are held against each."""
    theirs = figures("nps", digits=2)
    one = theirs[theirs["scale"] == "1-10"].drop(columns="scale")
    found = company.reconcile("nps", theirs=one)
    assert found.nearest.way.label == ("scale", "1-10")
    assert company.reconcile("nps", theirs=theirs).nearest.way.definition.name == "helder"


def test_cohorts_are_asked_one_by_one(company: Workspace, figures: Any) -> None:
    theirs = figures(
        "retention_rate", by=["country"], grain="month", since="2025-03-01", until="2025-06-01",
        params={"basis": "orders", "active_days": 30},
    )  # fmt: skip
    found = company.reconcile("retention_rate", theirs=theirs)
    wanted = {"basis": "orders", "active_days": 30}
    assert any(fit.way.definition.params == wanted for fit in found.found), found.verdict
    assert found.disputed is None or found.disputed.note
