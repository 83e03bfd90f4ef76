"""Which times lie between two purchases, and what is usual for a customer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from oracle.small import NOON, ask

import helder
from helder.facts import PURCHASE_HABITS, PURCHASE_INTERVALS, Source
from helder.query.frames import Frames

DAY = 86_400


def orders(*placed: tuple[float, str | None, str]) -> dict[str, list[dict[str, Any]]]:
    """Orders at days, of a customer, with a status."""
    return {
        "orders": [
            {"order_id": f"o{i}", "ordered_at": NOON + timedelta(days=day), "customer_id": customer, "status": status}
            for i, (day, customer, status) in enumerate(placed)
        ]
    }


def interval(*placed: tuple[float, str | None, str]) -> tuple[float | None, int]:
    (row,) = ask("purchase_interval", tables=orders(*placed))
    return row["value"], row["n"]


def regular(*days: float, least: int = 1) -> tuple[float | None, int]:
    (row,) = ask("purchase_regularity", tables=orders(*((day, "a", "paid") for day in days)), params={"least": least})
    return row["numerator"], row["n"]


def test_only_paid_orders_of_one_customer_make_an_interval() -> None:
    assert interval((0, "a", "paid"), (3, "a", "cancelled"), (4, "b", "paid"), (10, "a", "paid")) == (10 * DAY, 1)


def test_orders_of_nobody_known_are_not_one_customer_s() -> None:
    assert interval((0, None, "paid"), (3, None, "paid")) == (None, 0)


def test_two_orders_at_one_moment_lie_no_time_apart() -> None:
    assert interval((0, "a", "paid"), (0, "a", "paid"), (8, "a", "paid")) == (4 * DAY, 2)


def test_half_and_double_the_median_are_still_regular() -> None:
    assert regular(0, 5, 15, 35) == (3, 3)  # 5, 10 and 20 days, median 10
    assert regular(0, 4.9, 14.9, 35) == (1, 3)


def test_an_only_interval_is_regular_unless_more_are_asked_for() -> None:
    assert regular(0, 5) == (1, 1)
    assert regular(0, 5, least=2) == (0, 0)


@pytest.mark.parametrize(("days", "share"), [(365, 1.0), (365.00001, 0.0)])
def test_the_last_day_of_the_window_counts_to_its_end(days: float, share: float) -> None:
    (row,) = ask("second_purchase_rate", tables=orders((0, "a", "paid"), (days, "a", "paid")), until="2026-03-03")
    assert row["value"] == share


def test_a_month_is_provisional_until_the_window_closes() -> None:
    tables = orders((-900, "a", "paid"), (0, "b", "paid"))
    asked = {"tables": tables, "grain": "month", "since": "2023-09-01", "until": "2023-10-01"}
    assert [ask("second_purchase_rate", **asked, params={"window": days})[0]["provisional"] for days in (30, 36_500)] == [
        False,
        True,
    ]


@pytest.mark.parametrize("fact", [PURCHASE_INTERVALS, PURCHASE_HABITS], ids=lambda fact: fact.name)
def test_every_order_stays_a_row(fact) -> None:
    import pandas as pd

    given = orders((0, "a", "paid"), (0, "a", "paid"), (1, None, "paid"), (2, "a", "credit"), (3, "a", "paid"))
    frames = Frames({"orders": pd.DataFrame(given["orders"])}, "UTC")
    rows = frames.run(fact.build(Source(frames.tables))).to_pandas()
    assert sorted(rows.order_id) == ["o0", "o1", "o2", "o3", "o4"]
    assert rows.set_index("order_id").nth.dropna().to_dict() == {"o0": 1, "o1": 2, "o4": 3}


def test_an_explanation_says_why_orders_made_no_interval() -> None:
    with helder.connect() as workspace:
        from oracle.loading import load

        load(workspace, orders((0, "a", "paid"), (1, None, "paid"), (2, "a", "credit"), (3, "a", "paid")))
        told = workspace.explain("purchase_interval")
    assert (told.read, told.counted) == (4, 1)
    assert [n for n in told.left_out.values() if n] == [1, 1, 1]
