"""Amounts add up to the cent, and large ones do not overflow."""

from decimal import Decimal

import pandas as pd
import pytest
from oracle.loading import store
from oracle.small import NOON, ask, orders

import helder


def test_ten_cents_ten_thousand_times() -> None:
    (row,) = ask("sales", tables={"orders": orders(*[0.1] * 10_000)})
    assert row["value"] == 1000.0


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    (row,) = ask("sales", tables={"orders": orders(0.1, 0.2)})
    assert row["value"] == 0.3


@pytest.mark.parametrize(("amount", "cents"), [(0.29, 29), (1.15, 115), (4.35, 435), (-0.29, -29), (1234567.89, 123456789)])
def test_a_float_becomes_its_cents(amount: float, cents: int) -> None:
    (row,) = ask("sales", tables={"orders": orders(amount)})
    assert row["value"] == cents / 100


def test_decimals_are_taken_as_they_are() -> None:
    frame = pd.DataFrame(orders(Decimal("0.10"), Decimal("0.20"), Decimal("-19.99")))
    (row,) = helder.show("sales", orders=frame)
    assert row.value == -19.69


def test_sums_larger_than_an_integer_column_do_not_wrap() -> None:
    """Five times four quintillion cents is more than 2 to the 63rd."""
    large = [{"order_id": str(i), "ordered_at": NOON, "status": "paid", "revenue": 4 * 10**18} for i in range(5)]
    with store({"orders": large}) as workspace:
        (row,) = workspace.show("sales")
    assert row.value == pytest.approx(2e17)
