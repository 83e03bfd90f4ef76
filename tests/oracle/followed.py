"""What followed a contact: whether customers helped themselves, and whether they bought; every row against every other."""

from __future__ import annotations

from datetime import timedelta

from oracle.cells import Asked, Data, Figures, Key, Row, joined, share, table
from oracle.digital import sessions
from oracle.first_contacts import known_contacts, order_of


def _tried(data: Data) -> list[Row]:
    """Inbound contacts by a menu, and visits with a help page, each with the contacts that followed it."""
    inbound = [r for r in known_contacts(data) if r["direction"] != "outbound"]
    found = []
    for row in inbound:
        if row["entry"] in ("ivr", "sms", "bot") and row["outcome"] and row["customer_id"] and row["topic"]:
            alike = [o for o in inbound if (o["customer_id"], o["topic"]) == (row["customer_id"], row["topic"])]
            after = [o["arrived"] for o in alike if order_of(o) > order_of(row)]
            found.append(
                row | {"kind": "contact", "began": row["arrived"], "after": after, "alone": row["outcome"] == "self_served"}
            )
    for visit in sessions(data, 30):
        if visit["helped"] and visit["customer_id"]:
            after = [
                o["arrived"] for o in inbound if o["customer_id"] == visit["customer_id"] and o["arrived"] >= visit["started"]
            ]
            found.append(visit | {"kind": "visit", "entry": "site", "began": visit["started"], "after": after, "alone": True})
    return [joined(data, row) for row in found]


def self_service(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Customers who helped themselves."""
    hours, entered = timedelta(hours=asked.params.get("hours", 24)), asked.params.get("entered", "all")
    kinds = {"all": ("contact", "visit"), "menus": ("contact",), "site": ("visit",)}[entered]
    rows = [row for row in _tried(data) if row["kind"] in kinds]

    def helped(row: Row) -> bool:
        return row["alone"] and not any(at - row["began"] <= hours for at in row["after"])

    return {"self_service_rate": table(rows, asked, "began", share(helped))}


def to_sales(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Customers who bought after a contact."""
    window = timedelta(days=asked.params.get("window", 7))
    handled = [
        row
        for row in known_contacts(data)
        if row["direction"] != "outbound" and row["outcome"] == "answered" and row["customer_id"] is not None
    ]
    paid = [order for order in data["orders"] if order["status"] == "paid"]

    def bought(row: Row) -> bool:
        return any(
            o["customer_id"] == row["customer_id"] and timedelta(0) <= o["ordered_at"] - row["arrived"] <= window for o in paid
        )

    dated = "answered_at" if asked.params.get("dated_by") == "answered_at" else "arrived"
    return {"service_to_sales": table(handled, asked, dated, share(bought))}
