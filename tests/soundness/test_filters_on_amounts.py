"""An amount in a filter is in the currency's units, as it is shown; never in the minor units it is kept in."""

from __future__ import annotations

import pandas as pd
import pytest

import helder

_ORDERS = pd.DataFrame(
    {
        "order_id": ["a", "b", "c", "d"],
        "ordered_at": pd.to_datetime(["2026-03-02"] * 4),
        "status": ["paid"] * 4,
        "currency": ["EUR", "EUR", "JPY", "KWD"],
        "revenue": [99.99, 115.1, 500.0, 115.125],
    }
)


@pytest.mark.parametrize(
    ("condition", "counted"),
    [
        ("revenue > 100", 3),
        ("revenue = 115.1", 1),
        ("revenue = 115.125", 1),
        ("revenue in (99.99, 500)", 2),
        ("revenue between 99.99 and 115.1", 2),
        ("net >= 500", 1),
    ],
)
def test_a_filter_speaks_of_units(condition: str, counted: int) -> None:
    (row,) = helder.show("orders", orders=_ORDERS, where=condition)
    assert row.value == counted
