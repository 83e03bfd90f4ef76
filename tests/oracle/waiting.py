"""Customers waiting for an answer, and cases nobody replied to, from their definitions."""

from __future__ import annotations

from datetime import date, datetime

from oracle.cases import cases_of, events_of, replies, stock
from oracle.cells import Asked, Data, Figures, Key, Row, count, table

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
