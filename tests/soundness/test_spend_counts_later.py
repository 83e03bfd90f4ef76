"""Spend set against the customers of some days later is counted once, wholly, and at its own pace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from oracle.small import NOON, ask

from helder.errors import BadQuestion

SPENT = [{"spend_id": str(i), "spent_on": date(2026, 1, 1) + timedelta(days=i), "kind": "cx", "amount": 1} for i in range(90)]
WON = [{"order_id": "o", "customer_id": "a", "ordered_at": NOON, "status": "paid"}]


def spent(lag: float) -> list[float | None]:
    rows = ask(
        "customer_acquisition_cost", tables={"spend": SPENT, "orders": WON}, params={"lag": lag}, grain="month",
        since="2026-01-01", until="2026-06-01",
    )  # fmt: skip
    return [row["numerator"] for row in rows]


def test_it_moves_by_days_and_none_is_lost() -> None:
    assert spent(0) == [31, 28, 31, None, None]
    assert spent(14) == [17, 28, 31, 14, None]
    assert spent(59) == [None, None, 31, 28 + 2, 31 - 2]


@pytest.mark.parametrize("lag", [-1, 0.5, 1e9, "month"])
def test_a_lag_that_is_none_is_refused(lag: object) -> None:
    with pytest.raises(BadQuestion, match="lag"):
        spent(lag)  # type: ignore[arg-type]
