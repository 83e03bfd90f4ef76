"""The shares of all choices of a question add up to one, in every cell."""

from collections import defaultdict

import pytest
from oracle.small import NOON, ask

CHOICES = ["buy", "buy", "help", None, "look", "buy", "help"]
ROWS = [
    {"answer_id": str(i), "instrument": "intent", "choice": c, "answered_at": NOON.replace(day=1 + i), "channel": "ab"[i % 2]}
    for i, c in enumerate(CHOICES)
]


def test_they_add_up_to_one() -> None:
    rows = ask("visitor_intent", tables={"answers": ROWS})
    assert sum(r["value"] for r in rows) == pytest.approx(1)
    assert {r["choice"]: r["numerator"] for r in rows} == {"buy": 3, "help": 2, "look": 1}


def test_they_add_up_to_one_in_each_cell() -> None:
    totals: dict[object, float] = defaultdict(float)
    for r in ask("visitor_intent", tables={"answers": ROWS}, by=["channel"], grain="week"):
        if r["n"]:
            totals[r["channel"], r["start"]] += r["value"]
    assert {round(total, 9) for total in totals.values()} == {1.0}


def test_a_filter_on_one_choice_is_asked_for_by_name() -> None:
    """Of those who chose buy, all chose buy: the filter takes the others out of the whole, too."""
    (row,) = ask("visitor_intent", tables={"answers": ROWS}, where="choice = 'buy'")
    assert (row["value"], row["n"]) == (1.0, 3)
