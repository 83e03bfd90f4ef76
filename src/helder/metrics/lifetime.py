"""Lifetime value: what customers will still bring, as a model foretells, and what they have brought to date."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import FORETOLD, margins_to_date
from helder.forms import StandingForecast, StandingMean
from helder.metrics.loyalty import SOLD
from helder.metrics.metric import LOYALTY, Example, Measure, Metric, Need, Param
from helder.metrics.unit import MONEY
from helder.model.findings import ALIVE, LIFETIME_VALUE


def _predicted(p: Any) -> Measure:
    return Measure(
        fact=FORETOLD,
        dated_by="at",
        form=StandingForecast(enters=_.entered, of=_.worth, low=_.worth_low, high=_.worth_high),
        needs=(
            Need(_.subject == "customer", "about something other than a customer"),
            Need((_.model == p.model) | (_.base == p.model), f"not of the model {p.model}"),
            Need(_.worth.notnull(), "no value foretold"),
            Need(_.alive.isnull() | (_.alive >= p.alive), f"a chance to be a customer still below {p.alive:g}"),
        ),
        apart="currency",
    )


def _prediction(who: str, day: str, value: float, model: str = f"{LIFETIME_VALUE}bg_nbd") -> dict[str, Any]:
    made = {"subject": "customer", "subject_id": who, "model": model, "made_at": f"{day}T08:00:00", "currency": "EUR"}
    return {**made, "value": value, "low": value * 0.75, "high": value * 1.25}


CUSTOMER_LIFETIME_VALUE = Metric(
    name="customer_lifetime_value",
    family=LOYALTY,
    titles={"en": "Customer lifetime value", "nl": "Klantwaarde", "da": "Kundelivstidsværdi"},
    meaning="What a customer will still bring, as a model foretells; `helder predict lifetime-value` writes the predictions",
    formula="mean, over customers whose chance to be one still is at least {alive}, of the latest value that the model {model} "
    "foretold before the period's end, per currency",
    measure=_predicted,
    params=(
        Param("model", f"{LIFETIME_VALUE}bg_nbd", "The model whose predictions count", names="model"),
        Param("alive", 0.5, "The least chance to be a customer still, as far as it was foretold"),
    ),
    unit=MONEY,
    better="higher",
    source="D0 D1 D2 D3 D4 (M09)",
    example=Example(
        {
            "predictions": [
                _prediction("a", "2026-02-10", 80.0),
                _prediction("a", "2026-03-10", 100.0),
                _prediction("b", "2026-02-10", 60.0),
                _prediction("c", "2026-03-10", 20.0),
                _prediction("c", "2026-03-10", 0.3, f"{ALIVE}bg_nbd"),
                _prediction("a", "2026-04-10", 500.0),
            ]
        },
        80.0,
        "by the end of March a is foretold 100, which took the place of 80, and b 60 still; c is a customer still by 30 % "
        "only: (100 + 60) / 2 = 80",
        {"since": "2026-03-01", "until": "2026-04-01"},
    ),
)  # fmt: skip


def _to_date(p: Any) -> Measure:
    missing = "revenue or no cost" if p.worth == "margin" else "revenue"
    return Measure(
        fact=margins_to_date(p.worth, int(p.active_days)),
        dated_by="start",
        form=StandingMean(enters=_.entered, of=_.to_date),
        needs=(
            SOLD,
            Need(_.customer_id.notnull(), "no customer known"),
            Need(_.unknown == 0, f"an order of theirs so far has no {missing} recorded"),
        ),
        apart="currency",
    )


def _order(name: str, who: str, day: str, revenue: float, cost: float, status: str = "paid") -> dict[str, Any]:
    return {
        "order_id": name, "customer_id": who, "ordered_at": f"{day}T10:00:00", "revenue": revenue, "cost": cost, "status": status,
        "currency": "EUR",
    }  # fmt: skip


HISTORIC_LIFETIME_VALUE = Metric(
    name="historic_lifetime_value",
    family=LOYALTY,
    titles={"en": "Lifetime value to date", "nl": "Klantwaarde tot nu toe", "da": "Kundeværdi til dato"},
    meaning="What a customer who is alive at the end of the period has brought since the first order",
    formula="mean, over customers with a paid order within {active_days} days before the period's end, of revenue of paid orders "
    "and credit notes, less what came back and, with worth=margin, cost [worth={worth}], up to that end, per currency",
    measure=_to_date,
    params=(
        Param("worth", "margin", "What an order brings", choices=("margin", "revenue")),
        Param("active_days", 90, "Days after a paid order during which a customer is alive", unit="days", minimum=1),
    ),
    unit=MONEY,
    better="higher",
    source="D0 D1 D2 D3 D4 (M09)",
    example=Example(
        {
            "orders": [
                _order("o1", "a", "2026-01-05", 100, 60),
                _order("o2", "a", "2026-03-05", 50, 30),
                _order("o3", "a", "2026-03-08", -20, -10, "credit"),
                _order("o4", "b", "2026-02-20", 30, 20),
                _order("o5", "c", "2025-12-01", 500, 100),
                _order("o6", "a", "2026-04-02", 80, 10),
            ]
        },
        30.0,
        "to the end of March a brought 40 + 20 - 10 = 50 and b 10; c has not ordered for 90 days: (50 + 10) / 2 = 30",
        {"since": "2026-03-01", "until": "2026-04-01"},
    ),
)

METRICS = (CUSTOMER_LIFETIME_VALUE, HISTORIC_LIFETIME_VALUE)
