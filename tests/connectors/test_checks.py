"""What is wrong with a row is said, all of it, and nothing else is."""

from __future__ import annotations

import pytest

NO_SCALE = "is not a scale such as 0-10, or its words from lowest to highest as bad|fair|good"
CASES = [
    ("answers", {"score": "abc"}, "score", "is not a number"),
    ("answers", {"score": "1_0"}, "score", "is not a number"),
    ("answers", {"score": "nan"}, "score", "is not a number"),
    ("answers", {"score": "1,5"}, "score", "is not a number"),
    ("answers", {"score": "11"}, "score", "is outside the scale 0-10"),
    ("answers", {"score": "2", "scale": "-1-1"}, "score", "is outside the scale -1-1"),
    ("answers", {"scale": "ten"}, "scale", NO_SCALE),
    ("answers", {"scale": "bad||good"}, "scale", NO_SCALE),
    ("answers", {"scale": "bad| "}, "scale", NO_SCALE),
    ("answers", {"instrument": "NPS"}, "instrument", "is not one of nps, csat, ces, intent, task, employee, other"),
    ("answers", {"survey_version": "1.5"}, "survey_version", "is not a whole number"),
    ("answers", {"answer_id": ""}, "answer_id", "is missing"),
    ("answers", {"answer_id": "  "}, "answer_id", "is missing"),
    ("answers", {"answered_at": ""}, "answered_at", "is missing"),
    ("answers", {"answered_at": "2023-02-30"}, "answered_at", "is not a date and time that exists"),
    ("answers", {"answered_at": "infinity"}, "answered_at", "is not a date and time that exists"),
    ("answers", {"asked_at": "2024-01-02"}, "answered_at", "is before asked_at"),
    ("answers", {"weight": "-1"}, "weight", "is less than 0"),
    ("orders", {"revenue": "1.005"}, "revenue", "has more decimals than its currency"),
    ("orders", {"revenue": "1.5", "currency": "JPY"}, "revenue", "has more decimals than its currency"),
    ("orders", {"revenue": "1,000.00"}, "revenue", "is not an amount such as 1234.50"),
    ("orders", {"revenue": "1e3"}, "revenue", "is not an amount such as 1234.50"),
    ("orders", {"currency": "euro"}, "currency", "is not a currency code such as EUR"),
    ("contacts", {"offered_at": ""}, "offered_at", "is missing, and so is queued_at"),
    ("customers", {"born_on": "31-12-1980"}, "born_on", "is not a date that exists"),
    ("turns", {"sentiment": "1.5"}, "sentiment", "is more than 1"),
    ("case_events", {"public": "maybe"}, "public", "is neither yes nor no"),
]
GOOD = {
    "answers": {"answer_id": "a", "instrument": "nps", "scale": "0-10", "score": "5", "answered_at": "2024-01-01"},
    "orders": {"order_id": "o", "ordered_at": "2024-01-01", "revenue": "5"},
    "contacts": {"contact_id": "c", "offered_at": "2024-01-01"},
    "customers": {"customer_id": "c"},
    "turns": {"contact_id": "c", "turn": "1"},
    "case_events": {"case_id": "c", "at": "2024-01-01", "event": "closed"},
}


def as_csv(row: dict[str, str]) -> str:
    return ",".join(row) + "\n" + ",".join(f'"{value}"' for value in row.values()) + "\n"


@pytest.mark.parametrize(("table", "change", "column", "reason"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES])
def test_a_fault_is_named(desk, table, change, column, reason):
    done = desk.load(table, as_csv({**GOOD[table], **change}))
    assert (done.read, done.rejected) == (1, 1)
    assert desk.faults() == [(1, column, reason)]


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_is_accepted(desk, table):
    assert desk.load(table, as_csv(GOOD[table])).rejected == 0


def test_every_fault_of_a_row_is_listed(desk):
    desk.load("answers", as_csv({**GOOD["answers"], "answer_id": "", "instrument": "x", "score": "y"}))
    assert [column for _, column, _ in desk.faults()] == ["answer_id", "instrument", "score"]


def test_a_rejected_row_leaves_the_others(desk):
    done = desk.load("customers", "customer_id,born_on\n1,1980-01-01\n2,x\n3,\n")
    assert (done.filled[0].accepted, done.filled[0].rejected) == (2, 1)


def test_a_score_without_a_scale_is_not_held_to_one(desk):
    assert desk.load("answers", as_csv({**GOOD["answers"], "scale": "", "score": "99"})).rejected == 0


@pytest.mark.parametrize("scale", ["verbal", "slecht | matig | goed", "no|yes"])
def test_a_scale_may_be_in_words(desk, scale):
    assert desk.load("answers", as_csv({**GOOD["answers"], "scale": scale, "score": "", "choice": "goed"})).rejected == 0
