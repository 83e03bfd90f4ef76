"""Social: how often the company is named in public, where, and how."""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from helder.facts import MENTIONS
from helder.forms import Count, NetShare, Share
from helder.metrics.metric import VOICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import NUMBER, POINTS, SHARE


def _said(*rows: tuple[str | None, float | None]) -> dict[str, list[dict[str, Any]]]:
    return {
        "mentions": [
            {"mention_id": str(i), "network": network, "sentiment": sentiment, "at": "2026-03-02T10:00:00"}
            for i, (network, sentiment) in enumerate(rows)
        ]
    }


_FIVE = _said(("reviews", 0.9), ("reviews", -0.4), ("reddit", 0.6), ("reddit", None), (None, 0.0))

MENTION_COUNT = Metric(
    name="mentions",
    family=VOICE,
    titles={"en": "Mentions", "nl": "Vermeldingen", "da": "Omtaler"},
    meaning="How often the company is named in public",
    formula="number of mentions",
    measure=Measure(fact=MENTIONS, dated_by="at", form=Count()),
    unit=NUMBER,
    better=None,
    source="D0 D4 (M18)",
    example=Example(_FIVE, 5.0, "5 mentions, with or without a sentiment"),
)

SHARE_OF_MENTIONS = Metric(
    name="share_of_mentions",
    family=VOICE,
    titles={"en": "Share of mentions", "nl": "Aandeel in vermeldingen", "da": "Andel af omtaler"},
    meaning="Where the company is named: each network's share of the mentions",
    formula="mentions on a network / mentions on all networks; the shares of all networks add up to one",
    measure=Measure(
        fact=MENTIONS,
        dated_by="at",
        form=Share(ibis.literal(True)),
        needs=(Need(_.network.fill_null("").strip() != "", "no network named"),),
        spread="network",
    ),
    unit=SHARE,
    better=None,
    source="D0 D4 (M18)",
    example=Example(_FIVE, 0.5, "2 of 4 mentions that name a network are reviews", cell={"network": "reviews"}),
)

NET_SENTIMENT = Metric(
    name="net_sentiment",
    family=VOICE,
    titles={"en": "Net sentiment", "nl": "Nettosentiment", "da": "Nettostemning"},
    meaning="How much larger the share of positive mentions is than that of negative ones",
    formula="100 x (positive - negative) / mentions with a sentiment; neither is one of at most {neutral} either way",
    measure=lambda p: Measure(
        fact=MENTIONS,
        dated_by="at",
        form=NetShare(plus=_.sentiment > p.neutral, minus=_.sentiment < -p.neutral),
        needs=(Need(_.sentiment.notnull(), "no sentiment known"),),
    ),
    params=(Param("neutral", 0, "Largest sentiment, either way, that is neither positive nor negative; it goes from -1 to 1"),),
    unit=POINTS,
    better="higher",
    source="D0 D4 (M18)",
    example=Example(_FIVE, 25.0, "2 positive, 1 negative, 4 with a sentiment: 100 x (2 - 1) / 4"),
)

METRICS = (MENTION_COUNT, SHARE_OF_MENTIONS, NET_SENTIMENT)
