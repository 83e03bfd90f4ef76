"""Which months of a customer count, and in which they bought."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

import helder
from helder.facts import Source, cohorts
from helder.query.frames import Frames


def orders(*placed: tuple[str, str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"order_id": f"o{i}", "ordered_at": datetime.fromisoformat(at), "customer_id": who, "status": status}
            for i, (at, who, status) in enumerate(placed)
        ]
    )


PLACED = (
    ("2026-01-31T23:30:00", "a", "paid"),
    ("2026-03-15T10:00:00", "a", "paid"),
    ("2026-03-16T10:00:00", "a", "paid"),
    ("2026-02-10T10:00:00", "b", "paid"),
    ("2026-02-10T10:00:00", None, "paid"),
    ("2026-04-02T10:00:00", "c", "cancelled"),
)


def test_one_row_for_each_customer_and_month_up_to_the_last_order_s() -> None:
    frames = Frames({"orders": orders(*PLACED)}, "UTC")
    rows = frames.run(cohorts(12).build(Source(frames.tables))).to_pandas().sort_values(["customer_id", "months_since"])
    told = [tuple(row) for row in rows[["customer_id", "months_since", "bought", "over"]].itertuples(index=False)]
    assert told == [
        ("a", 0, True, True), ("a", 1, False, True), ("a", 2, True, True), ("a", 3, False, False),
        ("b", 0, True, True), ("b", 1, False, True), ("b", 2, False, False),
    ]  # fmt: skip


def test_months_are_those_of_the_zone_asked_for() -> None:
    told = helder.show("cohort_retention", orders=orders(*PLACED), zone="Europe/Amsterdam", grain="month").to_records()
    assert {r["start"].month for r in told if r["n"]} == {2}


def test_months_stand_in_order_and_are_numbers_in_every_form() -> None:
    many = [("2025-01-05T10:00:00", "a", "paid"), ("2026-02-05T10:00:00", "a", "paid")]
    answer = helder.show("cohort_retention", orders=orders(*many))
    assert answer.to_arrow()["months_since"].to_pylist() == list(range(13))
    assert [r["value"] for r in answer.to_records()] == [1.0] + [0.0] * 12


def test_a_month_that_is_not_over_has_no_value() -> None:
    told = helder.show("cohort_retention", orders=orders(*PLACED), grain="month", by=["months_since"]).to_records()
    values = {(r["start"].month, r["months_since"]): r["value"] for r in told}
    assert values[1, 2] == 1.0
    assert values[2, 1] == 0.0
    assert values[2, 2] is None
