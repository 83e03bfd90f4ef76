"""What subscriptions bring in and lose, and why they end."""

from __future__ import annotations

import ibis
from ibis import _

from helder.facts import SUBSCRIPTIONS
from helder.forms import Share
from helder.metrics.metric import LOYALTY, Example, Measure, Metric, Need
from helder.metrics.unit import SHARE

CHURN_REASONS = Metric(
    name="churn_reasons",
    family=LOYALTY,
    titles={"en": "Reasons for leaving", "nl": "Redenen van vertrek", "da": "Årsager til afgang"},
    meaning="Why subscriptions ended: the share of each reason",
    formula="subscriptions ended for a reason / subscriptions ended for a reason that was recorded, dated by their end; the "
    "shares of all reasons add up to one",
    measure=Measure(
        fact=SUBSCRIPTIONS,
        dated_by="ended_at",
        form=Share(ibis.literal(True)),
        needs=(
            Need(_.ended_at.notnull(), "not ended"),
            Need(_.end_reason.strip() != "", "no reason recorded"),
        ),
        spread="end_reason",
    ),
    unit=SHARE,
    better=None,
    source="D0 D1 D3 D4 (M11)",
    example=Example(
        {
            "subscriptions": [
                {"subscription_id": f"s{i}", "started_at": "2026-01-01T00:00:00", "ended_at": end, "end_reason": reason}
                for i, (end, reason) in enumerate(
                    [
                        ("2026-03-02T10:00:00", "price"),
                        ("2026-03-03T10:00:00", "price"),
                        ("2026-03-04T10:00:00", "moved"),
                        ("2026-03-05T10:00:00", "service"),
                        ("2026-03-06T10:00:00", None),
                        (None, None),
                    ]
                )
            ]
        },
        0.5,
        "2 of 4 that ended for a recorded reason did so for the price",
        cell={"end_reason": "price"},
    ),
)

METRICS = (CHURN_REASONS,)
