"""The shares of all choices of a question add up to one, in every cell."""

from collections import defaultdict

import pandas as pd
import pytest
from oracle.small import NOON, ask

import helder

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


def test_a_choice_nobody_made_before_was_a_share_of_nought() -> None:
    rows = [("2026-01-05", "look"), ("2026-01-06", "look"), ("2026-02-05", "look"), ("2026-02-06", "buy")]
    answers = pd.DataFrame(
        {
            "answer_id": [str(i) for i in range(len(rows))],
            "instrument": "intent",
            "choice": [choice for _, choice in rows],
            "answered_at": [f"{day}T10:00:00" for day, _ in rows],
        }
    )
    found = helder.show("visitor_intent", answers=answers, since="2026-02-01", until="2026-03-01", compare="previous")
    assert {r["choice"]: (r["value"], r["previous"], r["change"]) for r in found.to_records()} == {
        "buy": (0.5, 0.0, 0.5),
        "look": (0.5, 1.0, -0.5),
    }
