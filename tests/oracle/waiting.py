"""Customers waiting for an answer, and cases nobody replied to, from their definitions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from oracle.calendar import instant, local_day, periods
from oracle.cases import cases_of, events_of, replies, stock
from oracle.cells import Asked, Data, Figures, Key, Row, count, table
from oracle.contacts import contacts

#: What a customer sees of a case unless it was kept from them.
SEEN = {"opened", "replied", "waiting", "reopened"}


def _course(case: Row, events: list[Row], *, bots: bool) -> list[tuple[datetime, bool]]:
    """Each moment at which something happened, and whether the case was open and its customer waiting after it."""
    happened = [(case["opened_at"], 0, {"open": True})]
    happened += [(case[end], 2, {"open": False}) for end in ("resolved_at", "closed_at") if case.get(end)]
    if case["first_replied_at"] and not any(e["event"] == "replied" for e in events):
        happened.append((case["first_replied_at"], 2, {"asked": False}))
    for event in events:
        kind, author, public = event["event"], event["author"], event["public"]
        change = {"open": kind in ("opened", "reopened")} if kind in ("opened", "reopened", "resolved", "closed") else {}
        if (kind in SEEN if public is None else public) and author and (bots or author != "bot"):
            change |= {"asked": author == "customer"}
        turn = {"opened": 0, "reopened": 3}.get(kind, 1 if author == "customer" else 2)
        happened.append((event["at"], turn, change))
    state, course = {"open": False, "asked": True}, {}
    for at, _, change in sorted(happened, key=lambda h: h[:2]):
        state |= change
        course[at] = state["open"] and state["asked"]
    return list(course.items())


def waiting(data: Data, asked: Asked, today: date) -> dict[str, dict[Key, Figures]]:
    """Cases waiting for an answer at the end of each period."""
    events, bots = events_of(data), asked.params.get("bots_answer") != "no"
    courses = {case["case_id"]: _course(case, events[case["case_id"]], bots=bots) for case in cases_of(data)}

    def state(case: Row, moment: datetime) -> tuple[bool, bool]:
        before = [waits for at, waits in courses[case["case_id"]] if at < moment]
        return bool(before) and before[-1], any(before)

    return {"open_cases": stock(data, asked, today, state)}


def queue(data: Data, asked: Asked, now: datetime) -> dict[str, dict[Key, Figures]]:
    """Contacts in the queue at the end of each period, or now, of those that entered it on its last day."""
    assert asked.since
    assert asked.until
    spans = list(periods(asked.since, asked.until, asked.grain)) if asked.grain else [(asked.since, asked.until)]
    found: dict[str, dict[Key, Figures]] = {"waiting_contacts": {}, "longest_wait": {}}
    for first, last in spans:
        moment = min(instant(min(last, asked.until), asked.zone), now)
        day = local_day(moment - timedelta(microseconds=1), asked.zone)
        groups: dict[Key, list[float | None]] = defaultdict(list)
        for row in contacts(data):
            queued = row["queued_at"]
            if queued is not None and queued < moment and local_day(queued, asked.zone) == day:
                waited = (moment - queued).total_seconds()
                groups[tuple(row[name] for name in asked.by)].append(waited if _in_queue(row, moment) else None)
        for by, waits in groups.items():
            key, waiting = (
                (max(first, asked.since) if asked.grain else asked.since, by, None),
                [w for w in waits if w is not None],
            )
            found["waiting_contacts"][key] = (len(waiting), len(waits), None, None)
            if waiting:
                found["longest_wait"][key] = (max(waiting), len(waiting), None, None)
    return found


def _in_queue(row: Row, moment: datetime) -> bool:
    """Whether a contact had not left the queue before a moment; one with an outcome left it, whenever that was."""
    left = row["answered_at"] or row["ended_at"]
    if left is None and row["outcome"] is not None and row["wait_seconds"] is not None:
        left = row["queued_at"] + timedelta(seconds=row["wait_seconds"])
    return row["outcome"] is None if left is None else left >= moment


def unanswered(data: Data, asked: Asked) -> dict[str, dict[Key, Figures]]:
    """Cases without a reply, of those in which the customer said anything."""
    replied = {case["case_id"] for case in replies(data)}
    events = events_of(data)
    silent = [
        case
        for case in cases_of(data)
        if case["case_id"] not in replied
        and (case["opened_by"] != "agent" or any(e["author"] == "customer" for e in events[case["case_id"]]))
    ]
    return {"cases_without_reply": table(silent, asked, "opened_at", count)}
