"""A dimension is joined many rows to one; what would multiply rows is an error that says so."""

import pandas as pd
import pytest
from oracle.small import NOON, answers, ask

import helder
from helder.errors import BadInput


def test_a_key_that_stands_twice_is_refused() -> None:
    customers = pd.DataFrame({"customer_id": ["a", "a"], "country": ["NL", "DK"]})
    rows = pd.DataFrame(answers(10, 0, customer_id="a"))
    with pytest.raises(BadInput, match=r"customers: 1 rows repeat a customer_id") as error:
        helder.show("nps", answers=rows, customers=customers, by=["country"])
    assert error.value.fix


def test_two_intents_in_one_survey_do_not_count_an_answer_twice() -> None:
    more = {"response_id": "r", "answered_at": NOON}
    rows = [
        {"answer_id": "1", "instrument": "intent", "choice": "buy", **more},
        {"answer_id": "2", "instrument": "intent", "choice": "help", **more},
        {"answer_id": "3", "instrument": "task", "choice": "yes", **more},
    ]
    found = ask("task_completion", tables={"answers": rows}, by=["intent"])
    assert sum(r["n"] for r in found) == 1


def test_rows_whose_customer_is_not_known_are_kept() -> None:
    rows = answers(10, customer_id="a") + answers(0, customer_id="stranger") + answers(0)
    found = ask("nps", tables={"answers": rows, "customers": [{"customer_id": "a", "country": "NL"}]}, by=["country"])
    assert {r["country"]: r["n"] for r in found} == {"NL": 1, None: 2}
