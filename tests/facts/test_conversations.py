"""Which turns of a conversation are its first and its last third."""

from __future__ import annotations

from typing import Any

import pytest
from oracle.loading import load
from oracle.small import NOON, ask

import helder


def change(*said: float | None, metric: str = "tone_change", **question: Any) -> tuple[float | None, int | None]:
    """The change of tone of one contact, from the sentiments of its customer's turns."""
    turns = [{"contact_id": "a", "turn": i, "speaker": "customer", "sentiment": tone} for i, tone in enumerate(said)]
    turns += [
        {"contact_id": "a", "turn": 100 + i, "speaker": speaker, "sentiment": -1.0} for i, speaker in enumerate(("agent", "bot"))
    ]
    (row,) = ask(metric, tables={"contacts": [{"contact_id": "a", "offered_at": NOON}], "turns": turns}, **question)
    return row["value"], row["n"]


@pytest.mark.parametrize(("said", "value"), [
    ((-0.5, 0.1, 0.5), 1.0),
    ((-0.5, 0.1, 0.1, 0.5), 1.0),
    ((-0.5, 0.1, 0.3, 0.1, 0.5), 1.0),
    ((-0.5, -0.1, 0.3, 0.1, 0.5, 0.7), 0.9),
    ((-0.5, None, 0.3, None, 0.5), 1.0),
])  # fmt: skip
def test_thirds_are_of_the_customer_s_turns_with_a_sentiment(said: tuple[float | None, ...], value: float) -> None:
    assert change(*said) == (pytest.approx(value), 1)


@pytest.mark.parametrize("said", [(), (0.5,), (-0.5, 0.5), (-0.5, 0.5, None)])
def test_fewer_than_three_turns_have_no_thirds(said: tuple[float | None, ...]) -> None:
    assert change(*said) == (None, 0)


@pytest.mark.parametrize(("end", "worse"), [(0.71, 0.0), (0.7, 0.0), (0.69, 1.0)])
def test_just_as_much_lower_is_not_worse(end: float, worse: float) -> None:
    assert change(0.9, 0.0, end, metric="worse_tone_share") == (worse, 1)


def test_turns_of_a_contact_nobody_recorded_are_read_and_in_no_period() -> None:
    with helder.connect() as workspace:
        load(workspace, {"turns": [{"contact_id": "x", "turn": i, "speaker": "customer", "sentiment": 0.1} for i in range(3)]})
        found = workspace.explain("tone_change")
    assert (found.read, found.counted) == (1, 0)
    assert [n for reason, n in found.left_out.items() if "in no period" in reason] == [1]
