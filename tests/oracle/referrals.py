"""Referrals, and why subscriptions end, from the definitions."""

from __future__ import annotations

from typing import Any

from oracle.cells import Asked, Data, Figures, Key, Row, grouped, joined, share, table
from oracle.loyalty import paid_orders


def _brought(order: Row, data: Data) -> bool:
    """A referral that names the customer or the order was made before the order, or at a moment nobody knows."""
    told = [r for r in data["referrals"] if r["customer_id"] == order["customer_id"] or r["order_id"] == order["order_id"]]
    moments = [r["shared_at"] or r["clicked_at"] for r in told]
    return any(moment is None or moment <= order["ordered_at"] for moment in moments)


def bringing(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """New customers who were brought by another."""
    known_by = asked.params.get("known_by", "links")

    def referred(order: Row) -> bool:
        word = order["acquired_via"] == "referral"
        return {"links": _brought(order, data), "acquired_via": word, "either": word or _brought(order, data)}[known_by]

    firsts = [r for r in paid_orders(data) if r["place"] == 1]
    return {"referral_rate": table(firsts, asked, "ordered_at", share(referred))}


def _of_referrer(data: Data, row: Row) -> Row:
    own = {name: row[name] for name in ("customer_id", "order_id", "converted_at", "clicked_at", "code", "referrer_id")}
    at = row["shared_at"] or row["clicked_at"] or row["converted_at"]
    return joined(data, {"customer_id": row["referrer_id"]}) | own | {"referred_at": at}


def _per_customer(rows: list[Row]) -> Figures:
    people = len({r["referrer_id"] for r in rows})
    return len(rows) / people, people, len(rows), people


def referring(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """What came of referrals, and how many a customer makes."""
    rows = [_of_referrer(data, row) for row in data["referrals"]]
    bought: Any = share(lambda r: r["converted_at"] is not None or r["order_id"] is not None)
    known = [r for r in rows if r["referrer_id"] is not None]
    return {
        "referral_conversion": table(rows, asked, "clicked_at", bought),
        "referrals_per_customer": table(known, asked, "referred_at", _per_customer),
    }


def leaving(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """The share of each reason for which subscriptions ended."""
    ended = [joined(data, r) for r in data["subscriptions"] if r["ended_at"] and (r["end_reason"] or "").strip()]
    found: dict[Key, Figures] = {}
    for (start, by, _), group in grouped(ended, asked, "ended_at").items():
        for reason in {row["end_reason"] for row in ended}:
            k, n = sum(row["end_reason"] == reason for row in group), len(group)
            found[start, by, reason] = (k / n, n, k, n)
    return {"churn_reasons": found}
