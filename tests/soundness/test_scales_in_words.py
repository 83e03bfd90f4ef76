"""An answer in words is the place of its word on the scale that is declared, never a guess."""

from typing import Any

import pytest
from oracle.small import NOON, answers, ask

import helder

WORDS = ["very much appreciated", "Appreciated ", "neutral", "disliked", "extremely disliked"]


def said(*words: str | None, scale: str | None = "verbal", instrument: str = "nps") -> list[dict[str, Any]]:
    return [
        {"answer_id": f"{scale}{i}", "instrument": instrument, "scale": scale, "choice": word, "score": None, "answered_at": NOON}
        for i, word in enumerate(words)
    ]


def test_five_words_count_as_one_to_five() -> None:
    (row,) = ask("nps", tables={"answers": said(*WORDS, WORDS[0])})
    assert (row["numerator"], row["n"], row["scale"], row["unit"]) == (2 - 3, 6, "verbal 1-5", "points (verbal 1-5)")


@pytest.mark.parametrize(("metric", "expected"), [("csat_mean", 1.5), ("csat", 0.0)])
def test_a_scale_names_its_own_words_from_the_lowest(metric: str, expected: float) -> None:
    rows = said("matig", "slecht", scale="slecht|matig|goed", instrument="csat")
    (row,) = ask(metric, tables={"answers": rows})
    assert (row["value"], row["scale"]) == (expected, "verbal 1-3")


def test_words_and_numbers_are_kept_apart_unless_asked() -> None:
    rows = said(WORDS[0]) + answers(1, scale="1-5")
    assert {r["scale"]: r["value"] for r in ask("nps", tables={"answers": rows})} == {"verbal 1-5": 100.0, "1-5": -100.0}
    (row,) = ask("nps", tables={"answers": rows}, params={"pool": "yes"})
    assert (row["value"], row["n"]) == (0.0, 2)


def test_a_condition_speaks_of_the_scale_the_figures_are_labelled_with() -> None:
    rows = said(*WORDS) + answers(1, scale="1-5")
    (row,) = ask("nps", tables={"answers": rows}, where="scale = 'verbal 1-5'")
    assert (row["n"], row["value"]) == (5, pytest.approx(-40.0))


def test_other_words_are_left_out_and_told() -> None:
    workspace = helder.connect()
    from oracle.loading import load

    load(workspace, {"answers": said(*WORDS, "superb", "", None)})
    told = workspace.explain("nps")
    assert told.counted == 5
    assert {reason: n for reason, n in told.left_out.items() if n} == {
        "a word that is not one of its scale's": 1, "no score: blank or dismissed": 2,
    }  # fmt: skip


def test_words_without_a_declared_scale_are_no_scores() -> None:
    (row,) = ask("nps", tables={"answers": said(*WORDS, scale=None)})
    assert (row["value"], row["n"]) == (None, 0)
