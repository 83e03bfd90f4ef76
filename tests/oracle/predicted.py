"""Stores of customers who buy and subscribe as the models say."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from helder.workspace import Workspace
from oracle.cells import Data, Row
from oracle.loading import store
from oracle.shoppers import Shopper, shoppers

END = datetime(2026, 1, 1)
TRUTH = (0.6, 6.0, 0.8, 2.5)
GAMMA = (6.0, 4.0, 15.0)


def orders(drawn: list[Shopper], seed: int = 1, *, currency: str = "EUR", name: str = "c") -> list[Row]:
    """Their orders, each worth what the Gamma-Gamma model draws, half of it cost."""
    rng, rows = np.random.default_rng(seed), []
    p, q, v = GAMMA
    for i, one in enumerate(drawn):
        rate = rng.gamma(q) / v
        first = END - timedelta(days=round(one.age * 7) + 1)
        times = [0.0, *np.sort(rng.uniform(0, one.t_x, max(one.x - 1, 0))), *([one.t_x] if one.x else [])]
        for k, week in enumerate(times):
            gain = rng.gamma(p) / rate
            rows.append({
                "order_id": f"{name}{i}-{k}", "customer_id": f"{name}{i}", "status": "paid", "currency": currency,
                "ordered_at": first + timedelta(hours=12, minutes=k, days=float(np.floor(week * 7))),
                "revenue": round(gain * 200), "cost": round(gain * 100),
            })  # fmt: skip
    return rows


def of_orders(number: int = 800, seed: int = 1) -> Data:
    """The orders of customers of the BG/NBD model."""
    return {"orders": orders(shoppers(seed, number, "bg", TRUTH, ages=(20.0, 40.0)), seed)}


def of_subscriptions(number: int = 600, monthly: int = 1000) -> Data:
    """Subscriptions of which one in twenty ends each month, begun in the three years before END."""
    rng, rows = np.random.default_rng(3), []
    for i in range(number):
        began = END - timedelta(days=float(rng.uniform(1, 3 * 365)))
        ends = began + timedelta(days=float(rng.exponential(20 * 30.4375)))
        rows.append({
            "subscription_id": f"s{i}", "customer_id": f"c{i}", "started_at": began, "ended_at": ends if ends < END else None,
            "monthly_revenue": monthly, "currency": "EUR",
        })  # fmt: skip
    return {"subscriptions": rows}


def predictions(workspace: Workspace, model: str) -> dict[str, Row]:
    """The rows of a model by customer."""
    rows = workspace.engine.query("select * from predictions where model = $model", {"model": model}).to_pylist()
    assert len({row["subject_id"] for row in rows}) == len(rows)
    return {row["subject_id"]: row for row in rows}


__all__ = ["END", "of_orders", "of_subscriptions", "orders", "predictions", "store"]
