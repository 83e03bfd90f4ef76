"""What a copy is held against: sums that find what differs, and nothing else."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest

from helder.model import TABLES
from helder.store.source import of_store
from helder.store.sums import differences


def test_sums_are_those_of_the_rows(origin: Any) -> None:
    with of_store(origin) as source:
        found = source.sums(TABLES["customers"]) | {f"contacts.{k}": v for k, v in source.sums(TABLES["contacts"]).items()}
    rows = origin.query("from customers").to_pylist()
    moments = [row["signed_up_at"] - datetime(1970, 1, 1) for row in rows if row["signed_up_at"]]
    assert found["rows"] == len(rows)
    assert found["signed_up_at.seconds"] * 10**6 + found["signed_up_at.microseconds"] == sum(
        (moment.days * 86400 + moment.seconds) * 10**6 + moment.microseconds for moment in moments
    )
    assert found["born_on.days"] == sum((row["born_on"] - date(1970, 1, 1)).days for row in rows if row["born_on"])
    assert found["name.length"] == sum(len(row["name"] or "") for row in rows)
    assert found["attributes.entries"] == sum(len(row["attributes"] or {}) for row in rows)
    waits = [row["wait_seconds"] for row in origin.query("from contacts").to_pylist() if row["wait_seconds"] is not None]
    assert found["contacts.wait_seconds.n"] == len(waits)
    assert found["contacts.wait_seconds.sum"] == pytest.approx(math.fsum(waits), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "there", "here"),
    [
        ("whole.sum", 10**17, 10**17 + 1),
        ("real.sum", 1e6, 1e6 * (1 + 2e-9)),
        ("real.sum", 0.5, math.nan),
        ("text.last", "ø", "o"),
        ("text.first", "a", None),
        ("whole.n", 0, 1),
    ],
)
def test_what_differs_is_found(name: str, there: Any, here: Any) -> None:
    assert len(differences({name: there, "rows": 1}, {name: here, "rows": 1})) == 1


@pytest.mark.parametrize(
    ("there", "here"), [(1e6, 1e6 * (1 + 1e-10)), (math.nan, math.nan), (math.inf, math.inf), (1e-12, -1e-12), (None, None)]
)
def test_the_order_of_adding_up_makes_no_difference(there: Any, here: Any) -> None:
    assert differences({"real.sum": there, "real.size": 1e5}, {"real.sum": here, "real.size": 1e5}) == []


def test_a_text_is_not_told() -> None:
    assert differences({"email.first": "anna@example.com"}, {"email.first": "bert@example.com"}) == ["email.first"]
