"""A customer with several orders in one period is one active customer, whichever of them is read first."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

import helder


def test_several_orders_in_a_period_are_one_active_customer():
    orders = pa.Table.from_pylist(
        [
            {
                "order_id": f"{customer}-{nth}",
                "customer_id": f"c{customer}",
                "ordered_at": datetime(2026, 1, 5 + 5 * nth, 12, customer % 60),
                "status": "paid",
                "revenue": 1000,
            }
            for customer in range(500)
            for nth in range(3)
        ]
    )
    answer = helder.show(
        "churn_rate", orders=orders, since="2026-02-01", until="2026-05-01", grain="month", params={"basis": "orders"}, zone="UTC"
    )
    assert [(row["n"], row["numerator"]) for row in answer.to_records()] == [(500, 0), (500, 0), (500, 500)]
