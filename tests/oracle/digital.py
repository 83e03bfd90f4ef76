"""Visits to the site, from their definitions."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from oracle.cells import Asked, Data, Figures, Key, Row, joined, mean, share, table

KEY_EVENTS = {"add_to_cart", "checkout", "purchase", "sign_up"}
CART_EVENTS = {"add_to_cart", "remove_from_cart", "checkout", "purchase"}


def _ordered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r["at"], r["event_id"]))


def _largest(rows: list[Row], name: str) -> str | None:
    return max((r[name] for r in rows if r[name] is not None), default=None)


def _visit(data: Data, rows: list[Row]) -> Row:
    found = {"customer_id": _largest(rows, "customer_id"), "device": _largest(rows, "device"), "channel": "web"}
    return joined(data, found)


def sessions(data: Data, minutes: float) -> list[Row]:
    """Events of a session, or of a visitor without one, with no pause longer than some minutes between them."""
    visits: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _ordered(data["page_events"]):
        name = next(n for n in ("session_id", "visitor_id", "event_id") if row[n] is not None)
        visits[name, row[name]].append(row)
    found = []
    for rows in visits.values():
        part = [rows[0]]
        for row in [*rows[1:], None]:
            if row is not None and row["at"] - part[-1]["at"] <= timedelta(minutes=minutes):
                part.append(row)
                continue
            duration = (part[-1]["at"] - part[0]["at"]).total_seconds()
            views = sum(r["event"] == "view" for r in part)
            found.append(_visit(data, part) | {
                "started": part[0]["at"], "duration": duration, "referrer": part[0]["referrer"],
                "ended": part[-1]["at"], "events": part, "visitor_id": _largest(part, "visitor_id"), "views": views,
                "clicks": sum(r["event"] == "click" for r in part),
                "bought": any(r["event"] == "purchase" for r in part), "helped": any(r["event"] == "help" for r in part),
                "engaged": duration > 10 or views >= 2 or any(r["event"] in KEY_EVENTS for r in part),
            })  # fmt: skip
            part = [row]
    return found


def carts(data: Data, hours: float) -> list[Row]:
    """Carts of a customer, or of a visitor never known as one customer: from the first add to a purchase, or to a pause."""
    known: dict[str, set[str]] = defaultdict(set)
    for row in data["page_events"]:
        if row["visitor_id"] and row["customer_id"]:
            known[row["visitor_id"]].add(row["customer_id"])
    people: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _ordered(data["page_events"]):
        as_customer = known[row["visitor_id"]] if row["visitor_id"] else set()
        customer = row["customer_id"] or (next(iter(as_customer)) if len(as_customer) == 1 else None)
        if row["event"] in CART_EVENTS and (customer or row["visitor_id"]):
            people["customer" if customer else "visitor", customer or row["visitor_id"]].append(row)
    found = []
    for rows in people.values():
        part: list[Row] = []
        for row in [*rows, None]:
            if part and (row is None or part[-1]["event"] == "purchase" or row["at"] - part[-1]["at"] > timedelta(hours=hours)):
                found += _cart(data, part)
                part = []
            part.append(row)
    return found


def _cart(data: Data, part: list[Row]) -> list[Row]:
    added = [r["at"] for r in part if r["event"] == "add_to_cart"]
    bought = added and any(r["event"] == "purchase" and r["at"] >= added[0] for r in part)
    return [_visit(data, part) | {"started": added[0], "lost": not bought}] if added else []


def _cart_visits(data: Data) -> list[Row]:
    visits: dict[str, list[Row]] = defaultdict(list)
    for row in _ordered(data["page_events"]):
        if row["session_id"] is not None:
            visits[row["session_id"]].append(row)
    return [cart for rows in visits.values() for cart in _cart(data, rows)]


def digital(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Sessions."""
    rows = sessions(data, asked.params.get("idle_minutes", 30))
    return {
        "conversion_rate": table(rows, asked, "started", share(lambda r: r["bought"])),
        "engagement_rate": table(rows, asked, "started", share(lambda r: r["engaged"])),
        "session_duration": table(rows, asked, "started", mean("duration")),
    }


def shopping(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Carts."""
    per_visit = asked.params.get("per") == "visit"
    rows = _cart_visits(data) if per_visit else carts(data, asked.params.get("idle_hours", 24))
    return {"cart_abandonment_rate": table(rows, asked, "started", share(lambda r: r["lost"]))}
