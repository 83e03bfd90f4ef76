"""A line that names no currency is in its order's, whatever minor units the workspace's currency has."""

from __future__ import annotations

import pandas as pd
import pytest

import helder


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_a_return_takes_off_the_lines_revenue_in_the_orders_currency(currency: str) -> None:
    orders = pd.DataFrame(
        [{"order_id": "1", "ordered_at": "2026-01-02", "status": "paid", "revenue": 1000.0, "currency": currency}]
    )
    lines = pd.DataFrame([{"order_id": "1", "line": 1, "quantity": 2, "revenue": 1000.0, "returned_quantity": 1}])
    (row,) = helder.show("sales", orders=orders, order_lines=lines).to_records()
    assert (row["value"], row["unit"]) == (500.0, currency)
