"""Whether one contact was enough, from its definition: every contact against every other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from oracle.cells import Asked, Data, Figures, Key, Row, joined, share, table
from oracle.contacts import contacts


def known_contacts(data: Data) -> list[Row]:
    """Contacts with what their case knows of customer and topic, where they do not."""
    cases = {case["case_id"]: case for case in data["cases"]}
    found = []
    for row in contacts(data):
        case = cases.get(row["case_id"], {})
        told = {name: row[name] if row[name] is not None else case.get(name) for name in ("customer_id", "topic")}
        found.append(joined(data, row | told, own=("language", "team"), employee=True))
    return found


def _same_matter(a: Row, b: Row) -> bool:
    alike = all(a[name] is not None and a[name] == b[name] for name in ("customer_id", "topic"))
    return alike or (a["case_id"] is not None and a["case_id"] == b["case_id"])


def order_of(row: Row) -> tuple[datetime, str]:
    """When it comes among others."""
    return row["arrived"], row["contact_id"]


def _looked_at(data: Data, window: timedelta, *, either: bool) -> list[Row]:
    """Inbound contacts, each with whether it is a first one, and whether it was enough."""
    rows, found = known_contacts(data), []
    reopened = [e for e in data["case_events"] if e["event"] == "reopened"]
    cases = {case["case_id"]: case for case in data["cases"]}
    inbound = [r for r in rows if r["direction"] != "outbound"]
    for row in inbound:
        answered = row["outcome"] == "answered"
        others = [o for o in (rows if either else inbound) if o is not row and _same_matter(row, o)]
        earlier = [
            o for o in others if order_of(o) < order_of(row) and o["direction"] != "outbound" and o["outcome"] == "answered"
        ]
        later = [o for o in others if order_of(o) > order_of(row)]
        told = [e["at"] for e in reopened if e["case_id"] == row["case_id"]]
        untold = not told and bool((cases.get(row["case_id"], {}).get("reopened")) or 0)
        again = any(row["arrived"] <= at <= row["arrived"] + window for at in told) or untold
        first = (
            answered
            and row["customer_id"] is not None
            and row["topic"] is not None
            and not any(row["arrived"] - o["arrived"] <= window for o in earlier)
        )
        enough = not again and not any(o["arrived"] - row["arrived"] <= window for o in later)
        found.append(row | {"first": first, "enough": enough})
    return found


def observed(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """By whether the customer came again."""
    window = timedelta(days=asked.params.get("window", 7))
    rows = _looked_at(data, window, either=asked.params.get("outbound") == "count")
    return {
        "first_contact_resolution": table([r for r in rows if r["first"]], asked, "arrived", share(lambda r: r["enough"])),
        "first_contact_resolution_of_received": table(rows, asked, "arrived", share(lambda r: r["first"] and r["enough"])),
    }


def _cases(data: Data) -> list[Row]:
    met: dict[Any, list[datetime]] = {}
    for row in contacts(data):
        met.setdefault(row["case_id"], []).append(row["arrived"])
    return [case | {"met": min(met.get(case["case_id"], [case["opened_at"]]))} for case in data["cases"]]


def logged(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """By the agent's mark."""
    rows = [joined(data, case, own=("team",), employee=True) for case in _cases(data)]
    marked = [row for row in rows if row["first_contact_resolved"] is not None]
    return {"first_contact_resolution": table(marked, asked, "met", share(lambda r: r["first_contact_resolved"]))}


def surveyed(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """By what customers say to a question."""
    calls = {row["contact_id"]: row for row in contacts(data)}
    cases = {case["case_id"]: case for case in _cases(data)}
    rows = []
    for answer in data["answers"]:
        if answer["question"] != asked.params["question"] or (answer["choice"] or "").lower() not in ("yes", "no"):
            continue
        call, case = calls.get(answer["contact_id"], {}), cases.get(answer["case_id"], {})
        told = {}
        for name in ("channel", "topic", "team"):
            told[name] = call.get(name) if call.get(name) is not None else case.get(name)
        for name in ("customer_id", "employee_id"):
            told[name] = next((o[name] for o in (answer, call, case) if o.get(name) is not None), None)
        moment = call.get("arrived") or case.get("met") or answer["answered_at"]
        rows.append(joined(data, answer | told | {"met": moment}, own=("team",), employee=True))
    return {"first_contact_resolution": table(rows, asked, "met", share(lambda r: r["choice"].lower() == "yes"))}
