"""Lifetime value, foretold and to date, from the definitions; and predictions made up at random."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from helder.model.money import minor_units
from oracle.calendar import instant, periods
from oracle.cells import Asked, Data, Figures, Key, Row, joined
from oracle.company import Company
from oracle.loyalty import CURRENCY, orders_of


def predictions(made: Company) -> Data:
    """Orders with what they cost, and predictions."""
    data = made.sales()
    return data | foretellings(made, data["orders"])


def foretellings(made: Company, orders: list[Row]) -> Data:
    """Predictions of two models in three currencies, with chances, and of other things; the orders are given what they cost."""
    draw = made.some
    for order in orders:
        order["cost"] = draw(0, 5, 700, none=0.1)
    rows = []
    for i in range(made.size * 3):
        model = made.random.choice(("clv_bg_nbd", "clv_bg_nbd", "clv_bg_nbd_jpy", "clv_other", "churn"))
        who = {
            "subject": draw("customer", none=0) if i % 9 else "case",
            "subject_id": made.customer() or "c1",
            "made_at": made.moment(),
        }
        currency = "JPY" if model.endswith("jpy") else draw("EUR", "KWD")
        rows.append(who | {"model": model, "currency": currency, "value": draw(0.0, 12.5, made.random.random() * 1000)})
        if model.startswith("clv_") and draw(True):
            rows.append(who | {"model": model.replace("clv_", "alive_", 1), "value": draw(0.0, 0.5, 0.499, 1.0)})
    keys = {(r["subject"], r["subject_id"], r["model"], r["made_at"]): r for r in rows}
    return {"predictions": list(keys.values())}


def _states(asked: Asked, state: Callable[[datetime], list[Row]]) -> dict[Key, Figures]:
    """The mean of `amount` over the rows of the state at the end of each period; the question must say since and until."""
    assert asked.since
    assert asked.until
    spans = list(periods(asked.since, asked.until, asked.grain)) if asked.grain else [(asked.since, asked.until)]
    found: dict[Key, Figures] = {}
    for first, last in spans:
        cells: dict[Key, list[Row]] = defaultdict(list)
        for row in state(instant(min(last, asked.until), asked.zone)):
            cells[max(first, asked.since), tuple(row.get(name) for name in asked.by), row["currency"]].append(row)
        for key, rows in cells.items():
            total = math.fsum(r["amount"] for r in rows)
            found[key] = (total / len(rows), len(rows), total, len(rows))
    return found


def foretold(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """What customers will bring, as was last said before the end of each period."""
    wanted, least = asked.params.get("model", "clv_bg_nbd"), asked.params.get("alive", 0.5)
    known = {(r["subject"], r["subject_id"], r["model"], r["made_at"]): r for r in data["predictions"]}

    def state(moment: datetime) -> list[Row]:
        latest: dict[tuple[str, ...], Row] = {}
        for row in data["predictions"]:
            what = (row["subject"], row["subject_id"], row["model"])
            if row["made_at"] < moment and (what not in latest or latest[what]["made_at"] < row["made_at"]):
                latest[what] = row
        rows = []
        for row in latest.values():
            currency = row.get("currency") or CURRENCY
            alive = row["model"].replace("clv_", "alive_", 1) if row["model"].startswith("clv_") else None
            chance = known.get((row["subject"], row["subject_id"], alive, row["made_at"]), {}).get("value")
            if row["subject"] != "customer" or row["model"] not in (wanted, f"{wanted}_{currency.lower()}"):
                continue
            if row["value"] is not None and (chance is None or chance >= least):
                person = joined(data, {"customer_id": row["subject_id"]})
                rows.append(person | {"currency": currency, "amount": row["value"], "model": row["model"]})
        return rows

    return {"customer_lifetime_value": _states(asked, state)}


def to_date(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """What customers who ordered of late have brought."""
    days, margin = asked.params.get("active_days", 90), asked.params.get("worth", "margin") == "margin"
    units = minor_units
    buyers: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for order in orders_of(data):
        if order["status"] in ("paid", "credit") and order["customer_id"] is not None:
            cost = order.get("cost") if margin else 0
            known = order["net"] is not None and cost is not None
            gain = order["net"] - cost / units(order["currency"]) if known else None
            buyers[order["customer_id"], order["currency"]].append(order | {"gain": gain})

    def state(moment: datetime) -> list[Row]:
        rows = []
        for (customer, currency), bought in buyers.items():
            so_far = [o for o in bought if o["ordered_at"] < moment]
            alive = any(o["status"] == "paid" and o["ordered_at"] >= moment - timedelta(days=days) for o in so_far)
            if alive and all(o["gain"] is not None for o in so_far):
                amount = math.fsum(o["gain"] for o in so_far)
                rows.append(joined(data, {"customer_id": customer}) | {"currency": currency, "amount": amount})
        return rows

    return {"historic_lifetime_value": _states(asked, state)}
