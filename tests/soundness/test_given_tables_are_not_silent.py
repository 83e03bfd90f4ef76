"""A given table that cannot be what is meant is refused; it does not count for nothing in silence."""

from __future__ import annotations

import pandas as pd
import pytest

import helder
from helder.errors import BadInput, BadQuestion, UnknownName

ANSWER = {"answered_at": "2026-03-02", "instrument": "nps", "scale": "0-10", "score": 9}


def test_a_table_without_its_event_time_is_refused() -> None:
    with pytest.raises(BadInput, match="no column answered_at"):
        helder.show("nps", answers=pd.DataFrame([ANSWER]).drop(columns="answered_at"))


def test_a_value_the_column_cannot_have_is_refused() -> None:
    with pytest.raises(UnknownName, match=r"Did you mean nps\?"):
        helder.show("nps", answers=pd.DataFrame([{**ANSWER, "instrument": "NPS"}]))


def test_a_metric_of_a_table_that_was_not_given_is_refused() -> None:
    with pytest.raises(BadQuestion, match="nps is made of answers"):
        helder.show("nps", orders=pd.DataFrame([{"order_id": "1", "ordered_at": "2026-03-02"}]))


def test_a_blank_choice_is_none() -> None:
    choices = pd.DataFrame([{**ANSWER, "instrument": "intent", "choice": choice} for choice in ("buy", "", " ", None)])
    (row,) = helder.show("visitor_intent", answers=choices).to_records()
    assert (row["choice"], row["value"], row["n"]) == ("buy", 1.0, 1)


def test_a_year_that_stands_for_none_is_told() -> None:
    answers = pd.DataFrame([ANSWER, {**ANSWER, "answered_at": "9999-12-31"}])
    with pytest.raises(BadQuestion, match="loaded as missing"):
        helder.show("nps", answers=answers, grain="month")
