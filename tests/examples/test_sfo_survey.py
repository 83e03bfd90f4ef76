"""The airport survey of 2017."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def done(bring):
    return bring("sfo_survey/answers.toml", "sfo_survey/2017*.csv.gz")


def test_every_question_of_every_respondent_is_an_answer(done):
    assert (done.read, done.rejected, done.filled[0].accepted) == (2831, 0, 2831 * 26)


def test_nps(value):
    assert value("nps") == pytest.approx(39.84, abs=0.005)


def test_the_overall_question(value):
    assert value("csat_mean", where="question = 'Q7ALL'") == pytest.approx(4.064, abs=0.0005)


def test_weights_and_days_come_along(store):
    (row,) = (
        store[0].query("select round(avg(weight), 4) as weight, min(answered_at_day)::varchar as first from answers").to_pylist()
    )
    assert row["first"] == "2017-05-05"
    assert row["weight"] == pytest.approx(1.0, abs=0.01)


def test_nps_weighted_as_the_airport_weights_its_respondents(workspace):
    (plain,), (weighted,) = (workspace.show("nps", params={"weighted": w}).to_records() for w in ("no", "yes"))
    assert weighted["value"] == pytest.approx(40.40, abs=0.005)
    assert weighted["n"] == plain["n"] == 2746
    assert weighted["high"] - weighted["low"] > plain["high"] - plain["low"]
