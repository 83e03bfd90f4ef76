"""What a review of a conversation comes to."""

from __future__ import annotations

from typing import Any

import pytest
from oracle.small import NOON, ask

from helder.errors import BadInput

GOOD = {"score": 5.0, "min_score": 1.0, "max_score": 5.0}


def iqs(*criteria: dict[str, Any]) -> tuple[float | None, int]:
    """Value and number of reviews, of criteria of review "a" unless they name another."""
    rows = [{"review_id": "a", "criterion": str(i), "reviewed_at": NOON, **GOOD, **c} for i, c in enumerate(criteria)]
    (row,) = ask("iqs", tables={"quality_reviews": rows})
    return row["value"], row["n"]


def test_criteria_count_by_their_weight_and_for_one_without() -> None:
    assert iqs({"weight": 3.0}, {"score": 1.0}) == (75.0, 1)


def test_what_does_not_apply_is_in_neither_side() -> None:
    assert iqs({"score": 3.0}, {"score": None, "weight": 9.0, "critical": True}) == (50.0, 1)


@pytest.mark.parametrize(("score", "value"), [(2.9, 0.0), (3.0, 75.0)])
def test_a_critical_criterion_below_half_makes_it_nought(score: float, value: float) -> None:
    assert iqs({}, {"score": score, "critical": True}) == (value, 1)


def test_reviews_count_alike_however_many_criteria_they_have() -> None:
    assert iqs({}, {}, {}, {"review_id": "b", "score": 1.0}) == (50.0, 2)


@pytest.mark.parametrize("broken", [{"max_score": None}, {"min_score": None}, {"min_score": 5.0}])
def test_a_score_on_no_known_range_leaves_its_review_out(broken: dict[str, Any]) -> None:
    assert iqs({}, broken) == (None, 0)
    assert iqs({}, broken, {"review_id": "b"}) == (100.0, 1)


def test_a_score_above_the_highest_is_refused() -> None:
    with pytest.raises(BadInput, match="score after max_score"):
        iqs({}, {"max_score": 4.0})


def test_a_review_without_weight_says_nothing() -> None:
    assert iqs({"weight": 0.0}) == (None, 0)
