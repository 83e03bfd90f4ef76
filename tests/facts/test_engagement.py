"""How far visits get, and how people who visit rank."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from oracle.small import NOON, ask, day

from helder.errors import BadQuestion

MARCH = {"since": day(1), "until": day(1, 4)}


def events(*rows: tuple[str, float, str], **more: Any) -> dict[str, Any]:
    """Events of visitors, at minutes."""
    return {
        "page_events": [
            {"event_id": str(i), "visitor_id": v, "at": NOON + timedelta(minutes=m), "event": event, **more}
            for i, (v, m, event) in enumerate(rows)
        ]
    }


def test_who_buys_has_come_through_every_step() -> None:
    """A purchase whose checkout was not recorded, and a cart that was left."""
    tables = events(("a", 0, "view"), ("a", 1, "purchase"), ("b", 0, "add_to_cart"), ("c", 0, "view"), ("d", 0, "view"))
    found = {r["stage_reached"]: (r["numerator"], r["n"]) for r in ask("stage_conversion", tables=tables)}
    assert found == {"1 visit": (4, 4), "2 cart": (2, 4), "3 checkout": (1, 4), "4 purchase": (1, 4)}


def test_stages_of_the_journey_are_those_the_site_names() -> None:
    tables = events(("a", 0, "view"), ("b", 0, "view"))
    tables["page_events"][0]["stage"] = "advice"
    found = ask("stage_conversion", tables=tables, params={"stages": "journey"})
    assert [(r["stage_reached"], r["numerator"], r["n"]) for r in found] == [("advice", 1, 2)]


def score(tables: dict[str, Any], **params: float) -> dict[str, float]:
    """The engagement score by segment."""
    rows = ask("engagement_score", tables=tables, by=["segment"], params=params, **MARCH)
    return {r["segment"]: r["value"] for r in rows}


CUSTOMERS = [{"customer_id": c, "segment": c} for c in "ab"]


def test_all_together_are_at_fifty() -> None:
    (row,) = ask("engagement_score", tables=events(("a", 0, "view"), ("b", 9, "click"), ("b", 90, "view")), **MARCH)
    assert (row["value"], row["n"]) == (50.0, 2)


def test_ranks_are_by_what_is_weighted() -> None:
    tables = events(("a", 0, "view"), ("a", 5, "click"), ("b", 9, "view"))
    for event, who in zip(tables["page_events"], "aab", strict=True):
        event["customer_id"] = who
    tables["customers"] = CUSTOMERS
    none = {f"{name}_weight": 0 for name in ("recency", "frequency", "duration", "clicks")}
    assert score(tables, **{**none, "recency_weight": 2}) == {"a": 25.0, "b": 75.0}
    assert score(tables, **{**none, "frequency_weight": 2}) == {"a": 50.0, "b": 50.0}
    assert score(tables, **{**none, "clicks_weight": 3, "recency_weight": 1}) == {"a": 62.5, "b": 37.5}
    with pytest.raises(BadQuestion, match="All weights"):
        score(tables, **none)


def test_means_that_are_equal_rank_alike_whatever_their_parts() -> None:
    """Tenths of seconds, which no binary fraction holds: three visits that last 0.2 on average, and one that does."""
    tenth = 0.1 / 60
    seen = [("a", at, "view") for n in (1, 2, 3) for at in (n * 100, n * 100 + n * tenth)]
    tables = events(*seen, ("b", 0, "view"), ("b", 2 * tenth, "view"))
    for event in tables["page_events"]:
        event["customer_id"] = event["visitor_id"]
    tables["customers"] = CUSTOMERS
    none = {f"{name}_weight": 0 for name in ("recency", "frequency", "clicks")}
    assert score(tables, **none, duration_weight=1) == {"a": 50.0, "b": 50.0}


def test_a_visitor_who_signs_in_is_one_person() -> None:
    tables = events(("v", 0, "view"), ("v", 90, "view"), ("w", 0, "view"))
    tables["page_events"][1]["customer_id"] = "a"
    (row,) = ask("engagement_score", tables=tables, **MARCH)
    assert row["n"] == 2


def test_interactions_of_whole_surveys_count_once() -> None:
    tables = {
        "answers": [{"answer_id": str(i), "response_id": "r", "customer_id": "a", "answered_at": NOON} for i in range(3)],
        "subscriptions": [{"subscription_id": c, "customer_id": c, "started_at": NOON.replace(month=1)} for c in "ab"],
    }
    for params, expected in (({}, 1.5), ({"answers": "response"}, 0.5), ({"kind": "contacts"}, 0.0)):
        (row,) = ask("interactions_per_customer", tables=tables, params=params, **MARCH)
        assert (row["value"], row["denominator"]) == (expected, 2)
