"""A weighted score counts each answer for as many people as its weight says, and says how sure that leaves it."""

from typing import Any

import pytest
from oracle.small import answers, ask, value

WEIGHTED = {"weighted": "yes"}


def weighing(score: float, weight: float | None, times: int = 1, **more: Any) -> list[dict[str, Any]]:
    return [{**row, "weight": weight} for row in answers(*[score] * times, weight=weight, kind=score, **more)]


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the word that only tells their names apart."""
    return [{k: v for k, v in row.items() if k != "kind"} for row in rows]


def test_each_answer_counts_for_its_weight() -> None:
    rows = told(weighing(10, 3.0) + weighing(0, 1.0) + weighing(8, 1.0))
    (row,) = ask("nps", tables={"answers": rows}, params=WEIGHTED)
    assert (row["value"], row["n"], row["numerator"], row["denominator"]) == (40.0, 3, 2.0, 5.0)
    assert value("nps", tables={"answers": rows}) == 0.0


@pytest.mark.parametrize(
    "metric", ["nps", "promoters", "passives", "detractors", "csat", "csat_mean", "ces", "ces_mean", "ces_net"]
)
def test_equal_weights_change_neither_the_value_nor_its_interval(metric: str) -> None:
    instrument = metric.split("_")[0] if metric[0] == "c" else "nps"
    rows = answers(*[5, 4, 2, 5, 7, 1, 6, 6] * 3, instrument=instrument, scale="1-7", weight=0.5)
    (plain,), (weighted,) = (ask(metric, tables={"answers": rows}, params=p) for p in ({}, WEIGHTED))
    for figure in ("value", "n", "low", "high"):
        assert weighted[figure] == pytest.approx(plain[figure], rel=1e-12), figure


def test_answers_all_alike_are_no_certainty() -> None:
    rows = told(weighing(10, 2.0, 3) + weighing(9, 0.5, 2))
    for metric, most in (("nps", 100.0), ("promoters", 1.0)):
        (row,) = ask(metric, tables={"answers": rows}, params=WEIGHTED)
        assert row["value"] == row["high"] == most
        assert row["low"] < 0.7 * most


def test_uneven_weights_leave_less_sure() -> None:
    even, uneven = (
        answers(*[10, 0] * 20),
        told(weighing(10, 4.0, 10) + weighing(0, 4.0, 10) + weighing(9, 0.2, 10) + weighing(1, 0.2, 10)),
    )
    (sure,) = ask("nps", tables={"answers": even})
    (less,) = ask("nps", tables={"answers": uneven}, params=WEIGHTED)
    assert less["value"] == pytest.approx(sure["value"])
    assert less["high"] - less["low"] > 1.2 * (sure["high"] - sure["low"])


@pytest.mark.parametrize("weight", [None, 0.0])
def test_an_answer_that_stands_for_nobody_known_is_left_out(weight: float | None) -> None:
    rows = told(weighing(10, 1.0, 2) + weighing(0, weight))
    (row,) = ask("nps", tables={"answers": rows}, params=WEIGHTED)
    assert (row["value"], row["n"]) == (100.0, 2)


def test_what_is_not_weighted_is_the_same_beside_what_is() -> None:
    rows = told(weighing(10, 3.0, 2) + weighing(0, 1.0)) + [
        {"answer_id": f"i{i}", "instrument": "intent", "choice": "buy", "answered_at": row["answered_at"]}
        for i, row in enumerate(answers(1, 2, 3))
    ]
    found = {r["metric"]: (r["value"], r["n"]) for r in ask("nps", "visitor_intent", tables={"answers": rows}, params=WEIGHTED)}
    assert found == {"nps": (pytest.approx(100 * 5 / 7), 3), "visitor_intent": (1.0, 3)}
