"""A total is made of all rows, never of the cells' values."""

import pytest
from oracle.small import answers, ask, value


def test_total_weighs_every_answer_alike() -> None:
    rows = answers(5, 5, 5, 5, instrument="csat", channel="web") + answers(1, instrument="csat", channel="phone")
    assert value("csat_mean", tables={"answers": rows}) == pytest.approx(21 / 5)
    assert {r["value"] for r in ask("csat_mean", tables={"answers": rows}, by=["channel"])} == {5.0, 1.0}


def test_quarter_is_not_the_mean_of_months() -> None:
    january = [{**r, "answered_at": r["answered_at"].replace(month=1)} for r in answers(10, 10, 10, channel="a")]
    rows = january + answers(0, channel="b")
    assert value("nps", tables={"answers": rows}, grain="quarter") == pytest.approx(50.0)
