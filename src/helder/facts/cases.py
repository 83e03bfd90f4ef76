"""Cases: their first reply, their resolution, who was assigned, and how many were open."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.business_time import CALENDAR, with_calendar, with_seconds
from helder.facts.fact import OF_CASE, Fact, Source
from helder.model.calendars import ALWAYS

if TYPE_CHECKING:
    import ibis.expr.types as ir

_OWN = {name: name for name in ("channel", "topic", "priority", "team", "opened_by")}
OF_ONE_CASE = {"cases": OF_CASE, "case_events": OF_CASE}


def _timed_replies(calendar: str) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        t = with_calendar(_replies(source), calendar, source.hours)
        return with_seconds(t, calendar, source.hours, {"reply_seconds": ("from_at", "replied_at")})

    return build


def _replies(source: Source) -> ir.Table:
    """Each case with its customer's first message and the first public human reply after it.

    A reply is public unless it is said to be internal. Where the source records no replies as events, or not who gave
    them, the case's own first_replied_at counts.
    """
    import ibis

    cases, events = source["cases"], source["case_events"]
    replied = events.event == "replied"
    by_human = replied & (events.author == "agent") & events.public.fill_null(True)
    told = events.group_by("case_id").aggregate(
        has_replies=replied.any(),
        unsigned=(replied & events.author.isnull()).any(),
        asked=events.at.min(where=events.author == "customer"),
        reply_at=events.at.min(where=by_human),
        reply_day=events.at_day.min(where=by_human),
    )
    later = _later_replies(_asked(cases.select("case_id", "opened_by", "opened_at"), told), events.filter(by_human))
    t = _asked(cases, told).left_join(later, "case_id").drop("case_id_right")
    early = (t.reply_at < t.from_at).fill_null(False)
    t = t.mutate(
        reply_at=ibis.ifelse(early, t.later_at, t.reply_at),
        reply_day=ibis.ifelse(early, t.later_day, t.reply_day),
    )
    logged = t.reply_at.notnull() | (t.has_replies.fill_null(False) & ~t.unsigned)
    t = t.mutate(
        replied_at=ibis.ifelse(logged, t.reply_at, t.first_replied_at),
        replied_at_day=ibis.ifelse(logged, t.reply_day, t.first_replied_at_day),
    )
    early = (t.replied_at < t.from_at).fill_null(False)  # it answers nothing the customer has said
    return t.mutate(
        replied_at=early.ifelse(ibis.null("timestamp(6)"), t.replied_at),
        replied_at_day=early.ifelse(ibis.null("date"), t.replied_at_day),
    )


def _asked(cases: ir.Table, told: ir.Table) -> ir.Table:
    """Cases with what their events told, and from when the customer waited for a reply."""
    import ibis

    t = cases.left_join(told, "case_id").drop("case_id_right")
    return t.mutate(from_at=ibis.ifelse(t.opened_by == "agent", t.asked, t.opened_at))


def _later_replies(asked: ir.Table, human: ir.Table) -> ir.Table:
    """Of cases whose first reply came before the customer said anything: the first one after that."""
    hasty = asked.filter(asked.reply_at < asked.from_at).select("case_id", "from_at")
    after = human.inner_join(hasty, "case_id").filter(lambda t: t.at >= t.from_at)
    return after.group_by("case_id").aggregate(later_at=after.at.min(), later_day=after.at_day.min())


@lru_cache
def replies_by(calendar: str) -> Fact:
    """First replies, with the time until them as a calendar counts it."""
    return Fact(
        name="case_replies",
        meaning="Cases with their first public reply by a human",
        grain="one case",
        key=("case_id",),
        tables=("cases", "case_events"),
        build=_timed_replies(calendar),
        own=_OWN,
        points_to=("customer_id", "employee_id"),
        related=OF_ONE_CASE,
    )


REPLIES = replies_by(ALWAYS)


def _timed_resolutions(calendar: str) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        """Each case with how long it took, and how long it waited on the customer in that time."""
        hours = source.hours
        t = with_calendar(_resolutions(source), calendar, hours)
        t = t.left_join(_waits(t, source["case_events"], calendar, source), "case_id").drop("case_id_right")
        spans = {"last_seconds": ("opened_at", "resolved_at"), "first_seconds": ("opened_at", "first_resolved_at")}
        t = with_seconds(t, calendar, hours, spans)
        return t.mutate(net_seconds=t.last_seconds - t.waiting.fill_null(0.0))

    return build


def _resolutions(source: Source) -> ir.Table:
    """Each case with its first and its last resolution.

    Resolutions are the `resolved` events and the case's own resolved_at. A case reopened at the very moment of its last
    resolution, or later, is open again.
    """
    import ibis

    cases, events = source["cases"], source["case_events"]
    told = events.event == "resolved"
    logged = events.group_by("case_id").aggregate(
        first_logged=events.at.min(where=told),
        last_logged=events.at.max(where=told),
        last_logged_day=events.at_day.max(where=told),
        last_reopened=events.at.max(where=events.event == "reopened"),
    )
    t = cases.left_join(logged, "case_id").drop("case_id_right")
    by_event = (t.last_logged >= ibis.coalesce(t.resolved_at, t.last_logged)).fill_null(False)
    t = t.mutate(
        first_resolved_at=ibis.least(ibis.coalesce(t.first_logged, t.resolved_at), ibis.coalesce(t.resolved_at, t.first_logged)),
        resolved_at=by_event.ifelse(t.last_logged, t.resolved_at),
        resolved_at_day=by_event.ifelse(t.last_logged_day, t.resolved_at_day),
    )
    return t.mutate(open_again=(t.last_reopened >= t.resolved_at).fill_null(False))


def _waits(resolved: ir.Table, events: ir.Table, calendar: str, source: Source) -> ir.Table:
    """Seconds a case waited on the customer, of those between its opening and its last resolution.

    A wait lasts from a `waiting` event to the next event of the case.
    """
    import ibis

    following = ibis.window(group_by="case_id", order_by=["at", "event"])
    waits = events.mutate(until=events.at.lead().over(following)).filter(lambda t: t.event == "waiting")
    waits = waits.inner_join(resolved.select("case_id", "opened_at", "resolved_at", *_calendar_of(resolved)), "case_id")
    waits = waits.mutate(
        begins=ibis.greatest(waits.at, waits.opened_at),
        ends=ibis.least(ibis.coalesce(waits.until, waits.resolved_at), waits.resolved_at),
    )
    waits = with_seconds(waits.filter(waits.ends > waits.begins), calendar, source.hours, {"waited": ("begins", "ends")})
    return waits.group_by("case_id").aggregate(waiting=waits.waited.sum())


def _calendar_of(t: ir.Table) -> tuple[str, ...]:
    return (CALENDAR,) if CALENDAR in t.columns else ()


@lru_cache
def resolutions_by(calendar: str) -> Fact:
    """Resolutions, with the time until them as a calendar counts it."""
    return Fact(
        name="case_resolutions",
        meaning="Cases with their first and last resolution",
        grain="one case",
        key=("case_id",),
        tables=("cases", "case_events"),
        build=_timed_resolutions(calendar),
        own=_OWN,
        points_to=("customer_id", "employee_id"),
        related=OF_ONE_CASE,
    )


RESOLUTIONS = resolutions_by(ALWAYS)


def _assignments(source: Source) -> ir.Table:
    """Assignments, with the case they are of; team and employee are those assigned."""
    events, cases = source["case_events"], source["cases"]
    assigned = events.filter(events.event == "assigned").select("case_id", "at", "at_day", "team", "employee_id")
    case = cases.select("case_id", "customer_id", "channel", "topic", "priority", "opened_by")
    return assigned.left_join(case, "case_id").drop("case_id_right")


ASSIGNMENTS = Fact(
    name="case_assignments",
    meaning="Assignments of cases to teams and employees",
    grain="one assignment of one case",
    key=("case_id", "at"),
    tables=("case_events", "cases"),
    build=_assignments,
    own=_OWN,
    points_to=("customer_id", "employee_id"),
    related=OF_ONE_CASE,
)


def _case_moves(source: Source) -> ir.Table:
    """Into and out of the backlog: a case enters when opened or reopened, and leaves when resolved or closed.

    Of several notes that say the same (an event and the case's own column, or two events in a row) the first counts. turn: the
    place of a move among those of one moment.
    """
    import ibis

    cases, events = source["cases"], source["case_events"]

    def note(t: ir.Table, at: str, entered: ir.BooleanValue | bool, turn: ir.IntegerValue | int) -> ir.Table:
        # At one moment, opening is read before leaving, and leaving before reopening: a case opened and resolved in the same
        # minute is resolved, one resolved and reopened in it is open.
        return t.select(
            "case_id",
            at=t[at],
            at_day=t[f"{at}_day"],
            entered=ibis.literal(entered) if isinstance(entered, bool) else entered,
            turn=ibis.literal(turn, type="int8") if isinstance(turn, int) else turn,
        )

    told = events.filter(events.event.isin(("opened", "resolved", "reopened", "closed")))
    turn = ibis.cases((told.event == "opened", 0), (told.event == "reopened", 2), else_=1).cast("int8")
    notes = note(cases, "opened_at", True, 0)
    notes = notes.union(note(cases, "resolved_at", False, 1)).union(note(cases, "closed_at", False, 1))
    notes = notes.union(note(told, "at", told.event.isin(("opened", "reopened")), turn)).filter(lambda t: t.at.notnull())
    before = notes.entered.lag().over(ibis.window(group_by="case_id", order_by=["at", "turn"]))
    moves = notes.mutate(before=before).filter(lambda t: t.entered != t.before.fill_null(False))
    case = cases.select("case_id", "customer_id", "employee_id", *_OWN.values())
    return moves.left_join(case, "case_id").drop("case_id_right", "before")


CASE_MOVES = Fact(
    name="case_moves",
    meaning="Cases entering and leaving the backlog",
    grain="one move, in or out, of one case",
    key=("case_id", "at", "turn"),
    tables=("cases", "case_events"),
    build=_case_moves,
    own=_OWN,
    points_to=("customer_id", "employee_id"),
    related=OF_ONE_CASE,
)
