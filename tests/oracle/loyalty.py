"""Loyalty and value, from their definitions."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from helder.model.money import minor_units
from oracle.calendar import instant, periods
from oracle.cells import Asked, Data, Figures, Key, Row, count, grouped, joined, table

CURRENCY = "EUR"


def orders_of(data: Data) -> list[Row]:
    """A line that names no currency has the workspace's minor units, and is in its order's currency all the same."""
    back: dict[str, float] = defaultdict(float)
    of_line: dict[str, int] = {}
    for line in data["order_lines"]:
        if line["returned_quantity"] and line["quantity"] and line["revenue"] is not None:
            back[line["order_id"]] += math.floor(line["revenue"] * line["returned_quantity"] / line["quantity"] + 0.5)
            of_line[line["order_id"]] = minor_units(line["currency"] or CURRENCY)
    found = []
    for row in data["orders"]:
        currency = row["currency"] or CURRENCY
        units = minor_units(currency)
        returned = math.floor(back[row["order_id"]] * units / of_line.get(row["order_id"], units) + 0.5)
        net = None if row["revenue"] is None else (row["revenue"] - returned) / units
        found.append(joined(data, row, employee=True) | {"currency": currency, "net": net, "label": currency})
    return found


def counted_orders(data: Data) -> list[Row]:
    """Paid orders and credit notes of which the revenue is known."""
    return [r for r in orders_of(data) if r["status"] in ("paid", "credit") and r["net"] is not None]


def _sales(rows: list[Row]) -> Figures:
    return math.fsum(r["net"] for r in rows), len(rows), None, None


def _order_value(rows: list[Row]) -> Figures:
    total, paid = math.fsum(r["net"] for r in rows), sum(r["status"] == "paid" for r in rows)
    return total / paid if paid else None, len(rows), total, paid


def paid_orders(data: Data) -> list[Row]:
    """Paid orders of known customers, each with its place among the customer's."""
    found, seen = [], defaultdict(int)
    for row in sorted(data["orders"], key=lambda r: (r["ordered_at"], r["order_id"])):
        if row["status"] == "paid" and row["customer_id"] is not None:
            seen[row["customer_id"]] += 1
            found.append(joined(data, row) | {"place": seen[row["customer_id"]]})
    return found


def _repeat(rows: list[Row]) -> Figures:
    buyers = {r["customer_id"] for r in rows}
    again = {r["customer_id"] for r in rows if r["place"] >= 2}
    return len(again) / len(buyers), len(buyers), len(again), len(buyers)


def loyalty(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Sales, orders, and customers coming back."""
    counted = counted_orders(data)
    return {
        "sales": table(counted, asked, "ordered_at", _sales, "label"),
        "orders": table([r for r in orders_of(data) if r["status"] == "paid"], asked, "ordered_at", count),
        "average_order_value": table(counted, asked, "ordered_at", _order_value, "label"),
    }


def repeat(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Customers buying again."""
    return {"repeat_purchase_rate": table(paid_orders(data), asked, "ordered_at", _repeat)}


def active(data: Data, moment: datetime, params: dict[str, Any]) -> set[str]:
    """Customers with a subscription in force at a moment, or a paid order at most some days before it."""
    if params.get("basis") == "orders":
        back = moment - timedelta(days=params.get("active_days", 90))
        return {r["customer_id"] for r in paid_orders(data) if back <= r["ordered_at"] < moment}
    return {
        r["customer_id"]
        for r in data["subscriptions"]
        if r["customer_id"] is not None and r["started_at"] <= moment and (r["ended_at"] is None or r["ended_at"] > moment)
    }


def retention(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Customers kept and lost; the question must say since and until."""
    assert asked.since
    assert asked.until
    spans = list(periods(asked.since, asked.until, asked.grain)) if asked.grain else [(asked.since, asked.until)]
    found: dict[str, dict[Key, Figures]] = {"retention_rate": {}, "churn_rate": {}}
    for first, last in spans:
        start, end = max(first, asked.since), min(last, asked.until)
        before, after = (active(data, instant(day, asked.zone), asked.params) for day in (start, end))
        cells: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for who in before:
            row = joined(data, {"customer_id": who})
            cells[tuple(row[name] for name in asked.by)].append(who)
        for by, customers in cells.items():
            n, kept = len(customers), len([c for c in customers if c in after])
            key = (start if asked.grain else asked.since, by, None)
            found["retention_rate"][key] = (kept / n, n, kept, n)
            found["churn_rate"][key] = ((n - kept) / n, n, n - kept, n)
    return found


def acquisition(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Spend per customer won, in each currency spent."""
    kinds = asked.params.get("kinds", "all")
    wanted = ("marketing", "cx", "data") if kinds == "all" else (kinds,)
    spend = [r | {"label": r["currency"] or CURRENCY} for r in data["spend"]]
    spend = [r for r in spend if r["kind"] in wanted and r["amount"] is not None]
    if asked.params.get("acquired") == "sign_up":
        won = [r | {"at": r["signed_up_at"]} for r in data["customers"] if r["signed_up_at"] is not None]
    else:
        won = [r | {"at": r["ordered_at"]} for r in paid_orders(data) if r["place"] == 1]
    won = [r | {"channel": r["acquired_via"]} for r in won]
    new = {(start, by): len(rows) for (start, by, _), rows in grouped(won, asked, "at").items()}
    spend = [r | {"counts_on": r["spent_on"] + timedelta(days=asked.params.get("lag", 0))} for r in spend]
    groups = grouped(spend, asked, "counts_on", "label")
    spent_in = {(by, label) for _, by, label in groups}
    found = {(start, by, label): (None, n, None, n) for (start, by), n in new.items() for where, label in spent_in if by == where}
    for (start, by, label), rows in groups.items():
        total, n = sum(r["amount"] for r in rows) / minor_units(label), new.get((start, by), 0)
        found[start, by, label] = (total / n if n else None, n, total, n)
    return {"customer_acquisition_cost": found}
