"""Conversations reviewed for their quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.fact import OF_CONTACT, Fact, Source

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _reviews(source: Source) -> ir.Table:
    """Reviews with their quality from 0 to 1: the weighted mean over the criteria that apply, nought where a critical one fails.

    A criterion fails below half of its range; one without a weight has a weight of 1.
    """
    import ibis

    t = source["quality_reviews"]
    span = t.max_score - t.min_score
    reached = (t.score - t.min_score) / span.nullif(0)
    sound = ((span > 0) & (reached >= 0) & (reached <= 1)).fill_null(False)
    weight = t.weight.fill_null(1.0)
    reviews = t.group_by("review_id").aggregate(
        contact_id=t.contact_id.max(),
        case_id=t.case_id.max(),
        employee_id=t.employee_id.max(),
        reviewer_id=t.reviewer_id.max(),
        reviewed_at=t.reviewed_at.max(),
        reviewed_at_day=t.reviewed_at_day.max(),
        criteria=t.count(),
        applied=t.count(where=t.score.notnull()),
        unsound=t.count(where=t.score.notnull() & ~sound),
        failed=t.count(where=t.critical.fill_null(False) & (reached < 0.5)),
        points=(weight * reached).sum(where=t.score.notnull()),
        weight=weight.sum(where=t.score.notnull()),
    )
    earned = reviews.points / reviews.weight.nullif(0)
    return reviews.mutate(quality=ibis.ifelse(reviews.failed > 0, 0.0, earned))


REVIEWS = Fact(
    name="reviews",
    meaning="Conversations reviewed, with the quality found",
    grain="one review",
    key=("review_id",),
    tables=("quality_reviews",),
    build=_reviews,
    own={"reviewer": "reviewer_id"},
    points_to=("employee_id", "contact_id"),
    related={"quality_reviews": {"review": ("review_id",), **OF_CONTACT}, "contacts": OF_CONTACT},
)
