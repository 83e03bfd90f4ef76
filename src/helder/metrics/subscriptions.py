"""What subscriptions bring in and lose, and why they end."""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from helder.facts import REVENUE_MOVES, SUBSCRIPTIONS
from helder.forms import AmountCohort, Share
from helder.metrics.metric import LOYALTY, Example, Measure, Metric, Need, Param
from helder.metrics.unit import SHARE, SHARE_OF_MONEY

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


def _subscriptions(*rows: tuple[str, float | None, str, str | None]) -> list[dict[str, Any]]:
    names = ("customer_id", "monthly_revenue", "started_at", "ended_at")
    return [{"subscription_id": f"s{i}", "currency": "EUR", **dict(zip(names, row, strict=True))} for i, row in enumerate(rows)]


_PLANS = _subscriptions(
    ("a", 40, "2026-01-05T00:00:00", None),
    ("a", 10, "2026-03-05T00:00:00", None),
    ("b", 30, "2026-01-05T00:00:00", "2026-03-10T00:00:00"),
    ("b", 20, "2026-03-10T00:00:00", None),
    ("c", 30, "2026-01-05T00:00:00", "2026-03-20T00:00:00"),
    ("d", 99, "2026-03-15T00:00:00", None),
    ("e", None, "2026-01-05T00:00:00", None),
)
_MARCH = {"since": "2026-03-01", "until": "2026-04-01"}


def _revenue(change: Any, kept: bool) -> Measure:
    return Measure(
        fact=REVENUE_MOVES,
        dated_by="start",
        form=AmountCohort(states=_.states, holds=_.stays, held=_.was, before=_.before, after=_.after, change=change, kept=kept),
        needs=(
            Need(_.customer_id.notnull(), "a subscription of no customer known"),
            Need(_.after.notnull(), "a subscription without its monthly revenue"),
        ),
        apart="currency",
    )


def _lost(p: Any) -> Measure:
    left = _.stays.ifelse(0, -_.before)
    fallen = (_.after < _.before).ifelse(_.after - _.before, 0)
    return _revenue(fallen if p.contraction == "lost" else left, kept=False)


REVENUE_CHURN_RATE = Metric(
    name="revenue_churn_rate",
    family=LOYALTY,
    titles={"en": "Revenue churn rate", "nl": "Omzetverloop", "da": "Omsætningsafgang"},
    meaning="Share of the monthly revenue at the start of the period that is lost by its end",
    formula="monthly revenue lost / monthly revenue at the period's start, of customers with a subscription in force then, per "
    "currency; lost is what a customer pays less at the period's end for all subscriptions together, all of it where none is "
    "left; of those who stay and pay less it is [contraction={contraction}]",
    measure=_lost,
    params=(Param("contraction", "lost", "What a customer who stays pays less counts as", choices=("lost", "kept")),),
    unit=SHARE_OF_MONEY,
    better="lower",
    source="D0 D1 D3 D4 (M11)",
    example=Example(
        {"subscriptions": _PLANS},
        0.4,
        "a, b and c paid 40 + 30 + 30 = 100 a month; c left with 30, and b pays 10 less: 40 lost. What a pays more, and d who "
        "came, do not make up for it; of e it is not known what is paid",
        _MARCH,
    ),
)

NET_REVENUE_RETENTION = Metric(
    name="net_revenue_retention",
    family=LOYALTY,
    titles={"en": "Net revenue retention", "nl": "Netto-omzetbehoud", "da": "Nettofastholdelse af omsætning"},
    meaning="What the customers of the start of the period pay a month at its end, as a share of what they paid",
    formula="monthly revenue at the period's end / monthly revenue at its start, of customers with a subscription in force at "
    "the start, per currency; with what they took besides, and without customers who came",
    measure=_revenue(_.after - _.before, kept=True),
    unit=SHARE_OF_MONEY,
    better="higher",
    source="D0 D1 D3 D4 (M11)",
    example=Example(
        {"subscriptions": _PLANS},
        0.7,
        "a, b and c paid 40 + 30 + 30 = 100 a month and pay 50 + 20 + 0 = 70; d came in between",
        _MARCH,
    ),
)

METRICS = (REVENUE_CHURN_RATE, NET_REVENUE_RETENTION, CHURN_REASONS)
