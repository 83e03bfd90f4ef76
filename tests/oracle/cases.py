"""Cases and what happened to them, from their definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta

from oracle.calendar import instant, local_day, periods
from oracle.cells import Asked, Data, Figures, Key, Row, grouped, joined, mean, quantile, table
from oracle.opening import Clock, clock_of, elapsed

OWN = ("team",)


def events_of(data: Data) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for event in sorted(data["case_events"], key=lambda e: (e["at"], e["event"])):
        found[event["case_id"]].append(event)
    return found


def cases_of(data: Data) -> list[Row]:
    return [joined(data, row, own=OWN, employee=True) for row in data["cases"]]


def _resolved(case: Row, events: list[Row]) -> list[datetime]:
    """Every resolution of a case that is resolved, in order; none where it was reopened since."""
    times = sorted([e["at"] for e in events if e["event"] == "resolved"] + ([case["resolved_at"]] if case["resolved_at"] else []))
    again = [e["at"] for e in events if e["event"] == "reopened"]
    return [] if times and again and max(again) >= times[-1] else times


def _waiting(case: Row, events: list[Row], until: datetime, clock: Clock) -> float:
    """Seconds spent waiting on the customer between opening and the last resolution: from a waiting event to the next event."""
    total = 0.0
    for event, following in zip(events, [*events[1:], None], strict=False):
        if event["event"] == "waiting":
            start = max(event["at"], case["opened_at"])
            end = min(following["at"] if following else until, until)
            total += (clock(case, start, end) or 0.0) if end > start else 0.0
    return total


def replies(data: Data, clock: Clock = elapsed) -> list[Row]:
    """Cases with a public reply by a human, each with how long the customer waited for it."""
    events, found = events_of(data), []
    for case in cases_of(data):
        own = events[case["case_id"]]
        since = case["opened_at"]
        if case["opened_by"] == "agent":
            first = [e["at"] for e in own if e["author"] == "customer"]
            if not first:
                continue
            since = first[0]
        told = [e for e in own if e["event"] == "replied"]
        given = [e["at"] for e in told if e["author"] == "agent" and e["public"] is not False and e["at"] >= since]
        silent = told and all(e["author"] for e in told)
        reply = given[0] if given else None if silent else case["first_replied_at"]
        if reply is not None and reply >= since:
            found.append(case | {"replied_at": reply, "seconds": clock(case, since, reply)})
    return [row for row in found if row["seconds"] is not None]


def resolutions(data: Data, which: str, clock: Clock = elapsed) -> list[Row]:
    """Resolved cases, each with its last resolution and how long it took."""
    events, found = events_of(data), []
    for case in cases_of(data):
        times = _resolved(case, events[case["case_id"]])
        if not times:
            continue
        end = times[0] if which == "first" else times[-1]
        seconds = clock(case, case["opened_at"], end)
        if seconds is None:
            continue
        if which == "net":
            seconds -= _waiting(case, events[case["case_id"]], end, clock)
        found.append(case | {"resolved_at": times[-1], "seconds": seconds})
    return found


def handling(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Times to reply and to resolve."""
    clock = clock_of(asked.params.get("calendar", "always"))
    replied, resolved = replies(data, clock), resolutions(data, asked.params.get("resolution", "last"), clock)
    return {
        "first_response_time": table(replied, asked, "replied_at", mean("seconds")),
        "first_response_time_median": table(replied, asked, "replied_at", quantile("seconds", 0.5)),
        "first_response_time_p90": table(replied, asked, "replied_at", quantile("seconds", 0.9)),
        "average_resolution_time": table(resolved, asked, "resolved_at", mean("seconds")),
        "resolution_time_median": table(resolved, asked, "resolved_at", quantile("seconds", 0.5)),
        "resolution_time_p90": table(resolved, asked, "resolved_at", quantile("seconds", 0.9)),
    }


def resolving(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Cases resolved per case assigned."""
    cases = {c["case_id"]: c for c in cases_of(data)}
    assigned = []
    for event in data["case_events"]:
        if event["event"] == "assigned" and event["case_id"] in cases:
            assigned.append(joined(data, cases[event["case_id"]] | event, own=OWN, employee=True))
    over, under = grouped(resolutions(data, "last"), asked, "resolved_at"), grouped(assigned, asked, "at")
    found = {}
    for key in over.keys() | under.keys():
        k, n = len(over.get(key, ())), len({r["case_id"] for r in under.get(key, ())})
        found[key] = (k / n if n else None, n, k, n)
    return {"resolution_rate": found}


def _open(case: Row, events: list[Row], moment: datetime) -> bool:
    """The last that happened before a moment was its being opened, not its being resolved or closed.

    Of one moment, being opened comes first and being reopened last.
    """
    turns = {"opened": 0, "resolved": 1, "closed": 1, "reopened": 2}
    notes = [(case["opened_at"], 0)]
    notes += [(case[column], 1) for column in ("resolved_at", "closed_at") if case.get(column)]
    notes += [(e["at"], turns[e["event"]]) for e in events if e["event"] in turns]
    before = [note for note in sorted(notes) if note[0] < moment]
    return bool(before) and before[-1][1] != 1


def backlog(data: Data, asked: Asked, today: date) -> dict[str, dict[Key, Figures]]:
    """Cases open at the end of each period; the question must say until."""
    events = events_of(data)
    return {
        "ticket_backlog": stock(data, asked, today, lambda case, moment: (_open(case, events[case["case_id"]], moment), True))
    }


def stock(data: Data, asked: Asked, today: date, state: Callable[[Row, datetime], tuple[bool, bool]]) -> dict[Key, Figures]:
    """Cases in a state at the end of each period. state: whether a case is in it at a moment, and ever was before it."""
    cases = cases_of(data)
    until = asked.until or today + timedelta(days=1)
    since = asked.since or min(local_day(c["opened_at"], asked.zone) for c in cases)
    spans = list(periods(since, until, asked.grain)) if asked.grain else [(since, until)]
    found: dict[Key, Figures] = {}
    for first, last in spans:
        moment = instant(min(last, until), asked.zone)
        start = max(first, asked.since) if asked.since else first
        groups: dict[Key, list[bool]] = defaultdict(list)
        for case in cases:
            still, ever = state(case, moment)
            if case["opened_at"] < moment and ever:
                groups[tuple(case[name] for name in asked.by)].append(still)
        for by, still_there in groups.items():
            found[start if asked.grain else asked.since, by, None] = (sum(still_there), None, None, None)
    return found
