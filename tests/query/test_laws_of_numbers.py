"""Laws between metrics, and of intervals."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.company import Company
from oracle.loading import store
from oracle.small import NOON, answers, ask

SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=40)
FEW = settings(max_examples=8, deadline=None, derandomize=True)


@FEW
@given(SCORES)
def test_nps_is_promoters_less_detractors(scores: list[int]) -> None:
    nps, promoters, passives, detractors = ask(
        "nps", "promoters", "passives", "detractors", tables={"answers": answers(*map(float, scores))}
    )
    assert nps["value"] == pytest.approx(100 * (promoters["value"] - detractors["value"]))
    assert promoters["value"] + passives["value"] + detractors["value"] == pytest.approx(1)


@FEW
@given(SCORES, st.sampled_from([0.5, 0.8, 0.9]))
def test_more_confidence_is_a_wider_interval_about_the_value(scores: list[int], confidence: float) -> None:
    rows = {"answers": answers(*map(float, scores)) + answers(*map(float, scores), instrument="csat", scale="0-10")}
    narrow = ask("nps", "promoters", "csat_mean", tables=rows, confidence=confidence)
    wide = ask("nps", "promoters", "csat_mean", tables=rows, confidence=0.95)
    for one, two in zip(narrow, wide, strict=True):
        if one["low"] is not None:
            assert two["low"] <= one["low"] <= one["value"] <= one["high"] <= two["high"]


@pytest.mark.parametrize("params", [{}, {"basis": "orders", "active_days": 30}])
def test_retention_and_churn_are_one(params: dict[str, object]) -> None:
    company = Company(9)
    with store(company.people() | company.sales()) as workspace:
        asked = {"by": ["country"], "grain": "week", "since": "2025-03-01", "until": "2025-05-01", "params": params}
        kept, lost = (workspace.show(name, **asked).to_records() for name in ("retention_rate", "churn_rate"))
    assert any(r["n"] for r in kept)
    for one, two in zip(kept, lost, strict=True):
        assert one["n"] == two["n"]
        assert one["n"] == 0 or one["value"] + two["value"] == pytest.approx(1)


@FEW
@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_another_zone_is_as_if_the_times_were_shifted(hours: list[int]) -> None:
    """New Delhi is five hours and a half ahead, all year."""
    rows = [{"contact_id": str(i), "offered_at": NOON + timedelta(hours=h)} for i, h in enumerate(hours)]
    shifted = [{**r, "offered_at": r["offered_at"] + timedelta(hours=5, minutes=30)} for r in rows]
    there = ask("contact_volume", tables={"contacts": rows}, grain="day", zone="Asia/Kolkata")
    assert there == ask("contact_volume", tables={"contacts": shifted}, grain="day", zone="UTC")


@FEW
@given(SCORES)
def test_a_reversed_scale_reversed_back_is_the_scale(scores: list[int]) -> None:
    eases = [float(1 + s % 7) for s in scores]
    ease = ask("ces", "ces_mean", tables={"answers": answers(*eases, instrument="ces")})
    effort = ask("ces", "ces_mean", tables={"answers": answers(*(8 - e for e in eases), instrument="ces", direction="effort")})
    assert ease == effort


def test_no_interval_reaches_what_cannot_be() -> None:
    """A score lies on its scale, and nobody waits less than not at all; of two so far apart Student's goes far beyond."""
    waits = [{**dict.fromkeys(("offered_at", "queued_at"), NOON), "answered_at": NOON + timedelta(seconds=s)} for s in (2, 900)]
    rows = {
        "answers": answers(1.0, 5.0, instrument="csat", scale="1-5"),
        "contacts": [{"contact_id": str(i), "outcome": "answered", **one} for i, one in enumerate(waits)],
    }
    score, wait = ask("csat_mean", "average_speed_of_answer", tables=rows)
    assert (score["low"], score["value"], score["high"]) == (1.0, 3.0, 5.0)
    assert (wait["low"], wait["value"]) == (0.0, 451.0)
    assert wait["high"] == pytest.approx(451 + 12.7062 * 449, rel=1e-4)  # Student's t of one degree of freedom
