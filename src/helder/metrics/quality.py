"""Quality: what reviewers find of conversations."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import REVIEWS
from helder.forms import Mean
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need
from helder.metrics.unit import POINTS


def _reviewed(*rows: tuple[str, str, float | None, float, float, float, bool]) -> dict[str, list[dict[str, Any]]]:
    names = ("review_id", "criterion", "score", "min_score", "max_score", "weight", "critical")
    return {"quality_reviews": [{**dict(zip(names, row, strict=True)), "reviewed_at": "2026-03-02T10:00:00"} for row in rows]}


IQS = Metric(
    name="iqs",
    family=SERVICE,
    titles={"en": "Internal Quality Score", "nl": "Interne kwaliteitsscore", "da": "Intern kvalitetsscore"},
    meaning="How good the company's own reviewers find its conversations, from 0 to 100",
    formula="100 x mean over reviews of: sum over criteria of weight x (score - lowest) / (highest - lowest) / sum of weights; "
    "criteria that do not apply are left out; 0 where a critical criterion is below half",
    measure=Measure(
        fact=REVIEWS,
        dated_by="reviewed_at",
        form=Mean(_.quality),
        needs=(
            Need(_.applied > 0, "no criterion applies"),
            Need(_.unsound == 0, "a score without a lowest and a highest one, or outside them"),
            Need(_.quality.notnull(), "no criterion that applies has a weight"),
        ),
    ),
    unit=POINTS,
    better="higher",
    source="D3 (M21)",
    example=Example(
        _reviewed(
            ("a", "listening", 4, 1, 5, 1, False),
            ("a", "right answer", 5, 1, 5, 3, True),
            ("a", "identity checked", None, 0, 1, 2, True),
            ("b", "listening", 5, 1, 5, 1, False),
            ("b", "right answer", 2, 1, 5, 3, True),
            ("c", "listening", None, 1, 5, 1, False),
        ),
        46.875,
        "a: (1 x 0.75 + 3 x 1) / 4 = 0.9375, identity did not apply; b: 0, as the right answer is at a quarter and critical; "
        "nothing applied to c: 100 x (0.9375 + 0) / 2",
    ),
)

METRICS = (IQS,)
