"""Contacts, from their definitions."""

from __future__ import annotations

import math
from typing import Any

from oracle.cells import Asked, Data, Figures, Key, Row, count, joined, mean, share, table

OWN = ("language", "team")


def contacts(data: Data) -> list[Row]:
    """Contacts with the moment they arrived, their wait in the queue and the time handling took."""
    found = []
    for row in data["contacts"]:
        wait, left = row["wait_seconds"], row["answered_at"] or row["ended_at"]
        if wait is None and left is not None and row["queued_at"] is not None:
            wait = (left - row["queued_at"]).total_seconds()
        parts = [row[name] for name in ("talk_seconds", "hold_seconds", "wrap_seconds") if row[name] is not None]
        arrived = row["offered_at"] or row["queued_at"]
        handle = sum(parts) if parts else None
        found.append(joined(data, row, own=OWN, employee=True) | {"wait": wait, "handle": handle, "arrived": arrived})
    return found


def _long_enough(row: Row, short: float) -> bool:
    """An abandoned contact that waited long enough to count as one."""
    return row["outcome"] == "abandoned" and (short == 0 or (row["wait"] is not None and row["wait"] >= short))


def _level(rows: list[Row], params: dict[str, Any]) -> list[Row]:
    """Contacts in the service level, each with whether it was met."""
    threshold, short, rule = params.get("threshold", 20), params.get("short", 5), params.get("abandoned", "count")
    found = []
    for row in rows:
        in_time = row["wait"] is not None and row["wait"] <= threshold
        if row["outcome"] == "answered" and row["wait"] is not None:
            found.append(row | {"met": in_time})
        elif row["wait"] is None and rule.endswith(("in_time", "short")):
            continue
        elif rule == "met_short" and row["outcome"] == "abandoned":
            found.append(row | {"met": row["wait"] < short})
        elif _long_enough(row, short) and rule != "ignore" and not (rule == "ignore_in_time" and in_time):
            found.append(row | {"met": rule == "met" or (rule == "met_in_time" and in_time)})
    return found


def service(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Volumes, waits and how many gave up."""
    rows = contacts(data)
    waited = [r for r in rows if r["outcome"] == "answered" and r["wait"] is not None]
    short = 0 if asked.params.get("abandons") == "all" else asked.params.get("short", 5)
    ended = [r for r in rows if r["outcome"] == "answered" or _long_enough(r, short)]
    return {
        "contact_volume": table(rows, asked, "arrived", count),
        "service_level": table(_level(rows, asked.params), asked, _dated(asked), share(lambda r: r["met"])),
        "average_speed_of_answer": table(waited, asked, _dated(asked), mean("wait")),
        "abandonment_rate": table(ended, asked, "arrived", share(lambda r: r["outcome"] == "abandoned")),
    }


def _dated(asked: Asked) -> str:
    return "answered_at" if asked.params.get("dated_by") == "answered_at" else "arrived"


def handling(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """How long contacts take, and how often they are passed on."""
    answered = [r for r in contacts(data) if r["outcome"] == "answered"]
    with_wait = asked.params.get("with_wait") == "yes"
    handled = [r | {"handle": r["handle"] + (r["wait"] or 0 if with_wait else 0)} for r in answered if r["handle"] is not None]
    passed = [r for r in answered if r["transfers"] is not None]
    times = mean("handle")
    if asked.params.get("per") == "leg":
        handled = [r for r in handled if r["transfers"] is not None]
        times = _per_leg
    return {
        "average_handle_time": table(handled, asked, _dated(asked), times),
        "transfer_rate": table(passed, asked, _dated(asked), share(lambda r: r["transfers"] > 0)),
        "transfers_per_contact": table(passed, asked, _dated(asked), mean("transfers")),
    }


def _per_leg(rows: list[Row]) -> Figures:
    """Handling time over legs: each transfer makes one more."""
    time, legs = math.fsum(r["handle"] for r in rows), sum(r["transfers"] + 1 for r in rows)
    return time / legs, len(rows), time, legs


def routing(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Contacts blocked, and those that came from a menu to a person."""
    tried = [r for r in contacts(data) if r["direction"] != "outbound" and r["outcome"]]
    by_menu = [r for r in tried if r["entry"] in ("ivr", "sms", "bot")]
    return {
        "blocked_contacts": table([r for r in tried if r["outcome"] == "blocked"], asked, "arrived", count),
        "blockage_rate": table(tried, asked, "arrived", share(lambda r: r["outcome"] == "blocked")),
        "passed_to_agent_rate": table(by_menu, asked, "arrived", share(lambda r: r["outcome"] == "answered")),
    }


def requests(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Cases, and contacts that belong to none."""
    rows = [joined(data, r, own=("team",), employee=True) | {"kind": "case", "arrived": r["opened_at"]} for r in data["cases"]]
    loose = [r for r in contacts(data) if r["case_id"] is None]
    rows += [joined(data, r, own=("team",), employee=True) | {"kind": "contact"} for r in loose]
    return {"request_volume": table(rows, asked, "arrived", count)}
