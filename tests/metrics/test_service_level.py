"""ICMI's worked case: 860 contacts answered in time, 1,000 answered, 60 abandoned. Which service level that is."""

from __future__ import annotations

from typing import Any

import pytest
from oracle.small import NOON, contacts, value

#: Of the 60 who gave up, 10 waited less than 5 s, 15 more no longer than the 20 s within which to answer.
CALLS = contacts(
    *[("answered", 20.0)] * 860, *[("answered", 20.5)] * 140,
    *[("abandoned", 4.0)] * 10, *[("abandoned", 5.0)] * 15, *[("abandoned", 21.0)] * 35,
    *[("blocked", None)] * 40, *[("self_served", None)] * 30, *[("callback", 90.0)] * 20,
)  # fmt: skip
COUNTED: dict[tuple[str, int], tuple[int, int]] = {
    ("count", 0): (860, 1060), ("count", 5): (860, 1050),
    ("ignore", 0): (860, 1000), ("ignore", 5): (860, 1000),
    ("met", 0): (920, 1060), ("met", 5): (910, 1050),
    ("ignore_in_time", 0): (860, 1035), ("ignore_in_time", 5): (860, 1035),
    ("met_in_time", 0): (885, 1060), ("met_in_time", 5): (875, 1050),
}  # fmt: skip


def level(**question: Any) -> float:
    found = value("service_level", tables={"contacts": CALLS}, **question)
    assert found is not None
    return found


@pytest.mark.parametrize(("abandoned", "short"), COUNTED)
def test_every_formula(abandoned: str, short: int) -> None:
    met, of = COUNTED[abandoned, short]
    assert level(params={"abandoned": abandoned, "short": short}) == met / of


def test_from_81_to_86_per_cent_by_formula() -> None:
    shares = {
        rule: level(params={"abandoned": rule, "short": 0}) for rule in ("count", "ignore", "ignore_in_time", "met_in_time")
    }
    assert {rule: f"{share:.1%}" for rule, share in shares.items()} == {
        "count": "81.1%", "ignore": "86.0%", "ignore_in_time": "83.1%", "met_in_time": "83.5%",
    }  # fmt: skip


@pytest.mark.parametrize(("profile", "formula"), [
    ("genesys", ("count", 0)), ("cisco_ignore", ("ignore_in_time", 0)),
    ("cisco_negative", ("count", 0)), ("cisco_positive", ("met_in_time", 0)),
])  # fmt: skip
def test_every_profile(profile: str, formula: tuple[str, int]) -> None:
    met, of = COUNTED[formula]
    assert level(profile=profile) == met / of


@pytest.mark.parametrize(("threshold", "met"), [(19, 0), (20, 860), (20.5, 1000)])
def test_a_wait_of_the_threshold_itself_is_in_time(threshold: float, met: int) -> None:
    assert level(params={"threshold": threshold}) == met / 1050


def test_dated_by_the_answer_there_are_only_answered_ones() -> None:
    answered = [row | {"answered_at": NOON} if row["outcome"] == "answered" else row for row in CALLS]
    assert value("service_level", tables={"contacts": answered}, params={"dated_by": "answered_at"}) == 0.86
