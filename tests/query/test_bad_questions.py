"""A question that cannot be put is told so: what is wrong, where, and what to do."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from oracle.small import answers

import helder
from helder.errors import BadInput, BadQuestion, HelderError, UnknownName

FRAME = pd.DataFrame(answers(9, 3, channel="web"))


def put(*names: str, **question: Any) -> HelderError:
    """The error of a question."""
    with pytest.raises(HelderError) as caught:
        helder.show(*names, answers=FRAME, **question)
    assert caught.value.fix
    return caught.value


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ({"names": ["npss"]}, "nps"),
        ({"by": ["chanel"]}, "channel"),
        ({"grain": "months"}, "month"),
        ({"compare": "previus"}, "previous"),
        ({"names": ["service_level"], "params": {"treshold": 30}}, "threshold"),
        ({"names": ["service_level"], "profile": "genesis"}, "genesys"),
        ({"names": ["service_level"], "params": {"abandoned": "ignored"}}, "ignore"),
        ({"zone": "Europe/Amsterdm"}, "Europe/Amsterdam"),
        ({"where": "chanel = 'web'"}, "channel"),
    ],
)
def test_an_unknown_name_has_its_nearest(question: dict[str, Any], meant: str) -> None:
    names = question.pop("names", ["nps"])
    error = put(*names, **question)
    assert isinstance(error, UnknownName)
    assert error.fix is not None
    assert error.fix.startswith("Did you mean")
    assert meant in error.fix


@pytest.mark.parametrize(
    "where",
    [
        "channel = 'web' or", "channel = ", "(channel = 'web'", "channel = 'a') or (1 = 1", "channel = 'web' limit 1",
        "channel = 'web' group by channel", "channel = 'web'; drop table answers", "channel = 'web' union select 1",
        "channel in (select channel from answers)", "channel = (select 'web')", "exists (select 1)", "channel", "1 = 1",
        "score > 'high'", "channel = 5", "upper(channel) = 'WEB'", "channel = null", "   ",
    ],
)  # fmt: skip
def test_a_condition_that_is_none_is_refused(where: str) -> None:
    error = put("nps", where=where)
    assert isinstance(error, BadQuestion)
    assert error.where is not None


@pytest.mark.parametrize(
    "question",
    [
        {"since": "2026-03-01", "until": "2026-03-01"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"since": "2026-02-30"},
        {"until": "yesterday"},
        {"confidence": 0},
        {"confidence": 95},
    ],
)
def test_a_period_or_confidence_that_does_not_exist_is_refused(question: dict[str, Any]) -> None:
    assert isinstance(put("nps", **question), BadQuestion)


def test_a_parameter_out_of_its_range_is_refused() -> None:
    error = put("service_level", params={"threshold": -1})
    assert (error.where, "0 or more" in str(error.fix)) == ("service_level, parameter threshold", True)


@pytest.mark.parametrize("value", ["many", None, float("nan"), float("inf")])
def test_a_parameter_that_is_no_number_is_refused(value: object) -> None:
    assert isinstance(put("service_level", params={"threshold": value}), BadQuestion)


def test_a_profile_that_says_nothing_of_the_metric_is_refused() -> None:
    assert isinstance(put("nps", profile="genesys"), BadQuestion)


def test_no_metric_is_refused() -> None:
    assert isinstance(put(), BadQuestion)


def test_a_column_that_does_not_exist_has_its_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean score") as error:
        helder.show("nps", answers=FRAME.rename(columns={"score": "scor"}))
    assert error.value.where == "the table given"


def test_no_table_and_an_unknown_option_are_refused() -> None:
    with pytest.raises(BadQuestion, match="No table was given"):
        helder.show("nps")
    with pytest.raises(BadQuestion, match="'groupby'"):
        helder.show("nps", answers=FRAME, groupby=["channel"])


@pytest.mark.parametrize("thing", [5, "answers.csv", [1, 2], object()])
def test_what_is_no_table_is_refused(thing: object) -> None:
    with pytest.raises(BadInput) as error:
        helder.show("nps", answers=thing)
    assert error.value.where == "answers"


def test_text_where_a_number_should_be_is_refused() -> None:
    with pytest.raises(HelderError):
        helder.show("nps", answers=FRAME.assign(score=["ten", "9"]))


def test_a_text_that_is_no_time_is_refused() -> None:
    with pytest.raises(HelderError):
        helder.show("nps", answers=FRAME.assign(answered_at=["soon", "2026-01-01"]))
