"""Every metric, put to the company's tables, gives the figure that is known to be true: in every month, and over all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from helder import demo
from helder.demo.truth import FORMULAS
from helder.workspace import Workspace

#: What the bracket of a figure's name says to the metric, where it is not a scale or a choice.
VARIANTS = {"orders": {"basis": "orders"}, "visit": {"per": "visit"}, "sign_up": {"acquired": "sign_up"},
            "all": {"abandons": "all"}, "leg": {"per": "leg"}}  # fmt: skip
SCALES = {"nps": "0-10", "promoters": "0-10", "passives": "0-10", "detractors": "0-10", "csat": "1-5", "csat_mean": "1-5"}
#: What the bracket names of a metric that is spread over something.
SPREAD = {"visitor_intent": "choice", "share_of_mentions": "network", "stage_conversion": "stage_reached"}

Shown = Callable[[str, str | None], dict[date | None, dict[str, Any]]]


def parts(figure: str) -> tuple[str, str | None]:
    metric, variant = re.fullmatch(r"(\w+)(?:\[(.+)\])?", figure).groups()
    return metric, variant


@pytest.fixture(scope="session")
def shown(company: demo.Company, workspace: Workspace, after: date) -> Shown:
    """The rows of a figure by month. Metrics that are asked alike are asked together, as a board asks them."""
    answered: dict[tuple[str | None, str | None], list[dict[str, Any]]] = {}

    def ask(variant: str | None, grain: str | None) -> list[dict[str, Any]]:
        if (variant, grain) not in answered:
            names = {m for m, v in map(parts, FORMULAS) if v == variant or (variant is None and v not in VARIANTS)}
            options = {"grain": grain, "since": company.truth.months[0], "until": after, "params": VARIANTS.get(variant, {})}
            answered[variant, grain] = workspace.show(*sorted(names), **options).to_records()
        return answered[variant, grain]

    def rows(figure: str, grain: str | None) -> dict[date | None, dict[str, Any]]:
        metric, variant = parts(figure)
        found = [row for row in ask(variant if variant in VARIANTS else None, grain) if row["metric"] == metric]
        if metric in SCALES:
            found = [row for row in found if row["scale"] == (variant or SCALES[metric])]
        if metric in SPREAD:
            found = [row for row in found if row[SPREAD[metric]] == variant]
        assert len({row["start"] for row in found}) == len(found), "one row a month"
        return {row["start"]: row for row in found}

    return rows


@pytest.mark.parametrize("figure", FORMULAS)
def test_every_month_is_true(company: demo.Company, shown: Shown, figure: str):
    rows = shown(figure, "month")
    assert len(company.truth.months) == 25
    for month in company.truth.months:
        got, want = rows[month]["value"] if month in rows else None, company.truth.value(figure, month)
        if FORMULAS[figure].of is None:
            got, want = got or 0, want or 0
        assert want is got is None or got == pytest.approx(want, rel=1e-9), month


@pytest.mark.parametrize("figure", [name for name in FORMULAS if "retention" not in name and "churn" not in name])
def test_the_whole_is_true(company: demo.Company, shown: Shown, figure: str):
    (row,) = shown(figure, None).values()
    got = row["value"] or 0 if FORMULAS[figure].of is None else row["value"]
    assert got == pytest.approx(company.truth.value(figure), rel=1e-9)


def test_counts_behind_a_figure_are_true(company: demo.Company, shown: Shown):
    for figure in ("service_level", "repeat_purchase_rate", "cart_abandonment_rate", "task_completion", "csat"):
        (row,) = shown(figure, None).values()
        assert (row["numerator"], row["denominator"]) == company.truth.parts(figure)
