"""Purchase histories, against the same counted order by order."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from oracle.calendar import local_day
from oracle.company import ZONE, Company
from oracle.lifetime import predictions
from oracle.loading import store
from oracle.loyalty import orders_of

from helder.facts import Source, purchase_histories
from helder.model.money import minor_units

NOON = datetime(2026, 3, 2, 12)


def histories(orders: list[dict[str, Any]], **how: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    """x, t_x, age, valued and mean worth by customer and currency, before 1 April 2026."""
    with store({"orders": orders}) as workspace:
        rows = workspace.engine.run(purchase_histories(date(2026, 4, 1), **how).build(Source(workspace.tables))).to_pylist()
    return {(r["customer_id"], r["currency"]): tuple(r[n] for n in ("x", "t_x", "age", "valued", "mean_worth")) for r in rows}


def order(name: str, days: float, revenue: int | None, *, cost: int | None = 0, status: str = "paid") -> dict[str, Any]:
    at = NOON + timedelta(days=days)
    return {"order_id": name, "customer_id": "a", "ordered_at": at, "revenue": revenue, "cost": cost, "status": status}


def test_orders_of_one_day_are_one_purchase_unless_said_otherwise() -> None:
    bought = [order("1", 0, 100), order("2", 0.1, 50), order("3", 7, 30), order("4", 7.1, 10)]
    assert histories(bought)["a", "EUR"] == (1, 7, 29, 1, 40)
    assert histories(bought, transactions="orders")["a", "EUR"] == (3, 7, 29, 3, 30)


def test_the_first_purchase_tells_nothing_of_the_worth_of_later_ones() -> None:
    assert histories([order("1", 0, 900), order("2", 5, 20, cost=5)])["a", "EUR"] == (1, 5, 29, 1, 15)
    assert histories([order("1", 0, 900)])["a", "EUR"] == (0, 0, 29, 0, None)


def test_credit_notes_take_off_worth_and_are_no_purchases() -> None:
    credited = [order("1", 0, 900), order("2", 5, 40), order("3", 9, -10, status="credit"), order("4", 1, 7, status="cancelled")]
    assert histories(credited)["a", "EUR"] == (1, 5, 29, 1, 30)


def test_a_purchase_of_unknown_worth_counts_without_one() -> None:
    bought = [order("1", 0, 900), order("2", 5, 40), order("3", 9, 70, cost=None)]
    assert histories(bought)["a", "EUR"] == (2, 9, 29, 1, 40)
    assert histories(bought, worth="revenue")["a", "EUR"] == (2, 9, 29, 2, 55)


@pytest.mark.parametrize("seed", range(3))
def test_against_orders_counted_one_by_one(seed: int) -> None:
    company = Company(seed)
    data = company.people() | predictions(company)
    until = company.first.date() + timedelta(days=45)
    with store(data, ZONE) as workspace:
        rows = workspace.engine.run(purchase_histories(until).build(Source(workspace.tables))).to_pylist()
    days: dict[tuple[str, str], dict[date, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for one in orders_of(data):
        day = local_day(one["ordered_at"], ZONE)
        if one["status"] in ("paid", "credit") and one["customer_id"] is not None and day < until:
            days[one["customer_id"], one["currency"]][day].append(one)
    wanted = {}
    for who, by_day in days.items():
        paid = sorted(day for day, bought in by_day.items() if any(o["status"] == "paid" for o in bought))
        if not paid:
            continue
        units = minor_units(who[1])
        later = {day: bought for day, bought in by_day.items() if day > paid[0]}
        known = {d: b for d, b in later.items() if all(o["net"] is not None and o["cost"] is not None for o in b)}
        worth = sum(round(o["net"] * units) - o["cost"] for bought in known.values() for o in bought)
        valued = sum(day in paid for day in known)
        age = (until - timedelta(days=1) - paid[0]).days
        wanted[who] = (len(paid) - 1, (paid[-1] - paid[0]).days, age, valued, worth / valued if valued else None)
    found = {(r["customer_id"], r["currency"]): tuple(r[n] for n in ("x", "t_x", "age", "valued", "mean_worth")) for r in rows}
    assert found == wanted
