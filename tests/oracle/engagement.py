"""How much visitors do, how far they get, and how they rank, from their definitions."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from oracle.calendar import instant, local_day, periods
from oracle.cells import Asked, Data, Figures, Key, Row, count, joined, mean, share, table
from oracle.contacts import contacts
from oracle.digital import sessions
from oracle.loyalty import active

LATER = {
    "2 cart": {"add_to_cart", "checkout", "purchase"},
    "3 checkout": {"checkout", "purchase"},
    "4 purchase": {"purchase"},
}


def _visitors(rows: list[Row]) -> Figures:
    n = len({r["visitor_id"] for r in rows})
    return n, n, None, None


def visiting(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Sessions, and what is done in them."""
    rows = sessions(data, asked.params.get("idle_minutes", 30))
    found = {
        "sessions": table(rows, asked, "started", count),
        "visitors": table([r for r in rows if r["visitor_id"] is not None], asked, "started", _visitors),
        "pages_per_session": table(rows, asked, "started", mean("views")),
        "clicks_per_session": table(rows, asked, "started", mean("clicks")),
    }
    if asked.params.get("stages") == "journey":
        stages = {e["stage"] for e in data["page_events"] if e["stage"] is not None}
        reached = [r | {"label": s, "reached": any(e["stage"] == s for e in r["events"])} for r in rows for s in stages]
    else:
        reached = [r | {"label": "1 visit", "reached": True} for r in rows]
        reached += [
            r | {"label": s, "reached": any(e["event"] in which for e in r["events"])} for r in rows for s, which in LATER.items()
        ]
    found["stage_conversion"] = table(reached, asked, "started", share(lambda r: r["reached"]), "label")
    return found


def _rank(people: list[Row], name: str, who: Row) -> float:
    below = sum(p[name] < who[name] for p in people)
    equal = sum(p[name] == who[name] for p in people)
    return 100 * (below + equal / 2) / len(people)


def scoring(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """The mean engagement score; the question must say since and until."""
    assert asked.since
    assert asked.until
    rows = sessions(data, asked.params.get("idle_minutes", 30))
    known: dict[str, set[str]] = defaultdict(set)
    for r in data["page_events"]:
        if r["visitor_id"] is not None and r["customer_id"] is not None:
            known[r["visitor_id"]].add(r["customer_id"])
    for r in rows:
        as_one = known[r["visitor_id"]] if r["visitor_id"] is not None else set()
        r["who"] = r["customer_id"] or (next(iter(as_one)) if len(as_one) == 1 else None)
        r["person"] = ("customer", r["who"]) if r["who"] else ("visitor", r["visitor_id"]) if r["visitor_id"] else None
    spans = list(periods(asked.since, asked.until, asked.grain)) if asked.grain else [(asked.since, asked.until)]
    weights = {name: asked.params.get(f"{name}_weight", 1) for name in ("recency", "frequency", "duration", "clicks")}
    cells: dict[Key, list[float]] = defaultdict(list)
    for first, last in spans:
        start, end = max(first, asked.since), min(last, asked.until)
        there = [r for r in rows if r["person"] and start <= local_day(r["started"], asked.zone) < end]
        people = []
        for person in {r["person"] for r in there}:
            own = [r for r in there if r["person"] == person]
            people.append(joined(data, {"customer_id": own[0]["who"], "channel": "web"}) | {
                "recency": max(r["ended"] for r in own), "frequency": len(own),
                "duration": sum(r["duration"] for r in own) / len(own), "clicks": sum(r["clicks"] for r in own) / len(own),
            })  # fmt: skip
        for p in people:
            score = sum(weight * _rank(people, name, p) for name, weight in weights.items()) / sum(weights.values())
            cells[start if asked.grain else asked.since, tuple(p[name] for name in asked.by), None].append(score)
    figures = {key: (math.fsum(s) / len(s), len(s), math.fsum(s), len(s)) for key, s in cells.items()}
    return {"engagement_score": figures}


def _interactions(data: Data, params: dict[str, Any]) -> list[Row]:
    acts = [("contacts", r["customer_id"], r["arrived"]) for r in contacts(data)]
    acts += [("sessions", r["customer_id"], r["started"]) for r in sessions(data, 30)]
    acts += [("mentions", r["customer_id"], r["at"]) for r in data["mentions"]]
    if params.get("answers") == "response":
        responses: dict[Any, list[Row]] = defaultdict(list)
        for r in data["answers"]:
            responses[(r["survey"], r["response_id"]) if r["response_id"] else r["answer_id"]].append(r)
        for rows in responses.values():
            who = max((r["customer_id"] for r in rows if r["customer_id"]), default=None)
            acts.append(("answers", who, min(r["answered_at"] for r in rows)))
    else:
        acts += [("answers", r["customer_id"], r["answered_at"]) for r in data["answers"]]
    wanted = params.get("kind", "all")
    return [{"customer_id": who, "at": at} for kind, who, at in acts if who and wanted in ("all", kind)]


def interacting(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Interactions per customer active at each period's start; the question must say since and until."""
    assert asked.since
    assert asked.until
    acts = [r | {"day": local_day(r["at"], asked.zone)} for r in _interactions(data, asked.params)]
    spans = list(periods(asked.since, asked.until, asked.grain)) if asked.grain else [(asked.since, asked.until)]
    over: dict[Key, int] = defaultdict(int)
    under: dict[Key, int] = defaultdict(int)
    for first, last in spans:
        start = max(first, asked.since)
        for who in active(data, instant(start, asked.zone), asked.params):
            row = joined(data, {"customer_id": who})
            row["channel"] = row["acquired_via"]
            key = (start if asked.grain else asked.since, tuple(row[name] for name in asked.by), None)
            under[key] += 1
            over[key] += sum(r["customer_id"] == who and start <= r["day"] < min(last, asked.until) for r in acts)
    return {"interactions_per_customer": {key: (over[key] / n, n, over[key], n) for key, n in under.items()}}
