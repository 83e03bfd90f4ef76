"""Facts that are tables of the data model, with what follows from their own columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.business_time import with_calendar, with_seconds
from helder.facts.elapsed import seconds_between
from helder.facts.fact import OF_ORDER, Fact, Source
from helder.model.calendars import ALWAYS
from helder.model.money import minor_units_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The scale an instrument is on where an answer does not name one.
USUAL_SCALES = {"nps": "0-10", "csat": "1-5", "ces": "1-7", "employee": "1-10"}
#: The words of the scale that is named "verbal", from the lowest to the highest.
VERBAL = "extremely disliked|disliked|neutral|appreciated|very much appreciated"
#: What the label of a scale in words begins with; the places of its words follow, as "verbal 1-5".
IN_WORDS = "verbal "


def _with_scale(t: ir.Table) -> ir.Table:
    """The effective scale with its ends, and the score as ease: a ces question that asks for effort is reversed.

    Deriving it twice changes nothing.
    """
    import ibis

    usual = ibis.cases(
        *((t.instrument == instrument, scale) for instrument, scale in USUAL_SCALES.items()), else_=ibis.null("string")
    )
    t = _placed(t.mutate(scale=t.scale.fill_null(usual)))
    t = t.mutate(
        steps=t.scale.replace(IN_WORDS, ""),
        unplaced=t.scale.startswith(IN_WORDS) & t.score.isnull() & (t.word.fill_null("").strip() != ""),
    )
    ends = t.steps.split("-")
    t = t.mutate(lowest=ends[0].try_cast("float64"), highest=ends[1].try_cast("float64"))
    return t.mutate(ease=ibis.ifelse(t.direction == "effort", t.lowest + t.highest - t.score, t.score))


def _placed(t: ir.Table) -> ir.Table:
    """On a scale in words, the place of the word chosen as the score: the number of bars up to it, the first word's being 1."""
    import ibis

    # Column by column, as each is spoken of more than once: in one expression they would be as long as all of them multiplied.
    words = ibis.cases((t.scale == "verbal", VERBAL), (t.scale.contains("|"), t.scale), else_=ibis.null("string"))
    t = t.mutate(_words=words, _chosen=t.word.lower().strip())
    t = t.mutate(_listed="|" + t._words.lower().re_replace(r"\s*\|\s*", "|").strip() + "|")
    t = t.mutate(_found=t._listed.find("|" + t._chosen + "|"))
    known = (t._found >= 0) & ~t._chosen.contains("|")
    places = _bars(t._listed.substr(0, t._found + 1))
    t = t.mutate(
        scale=ibis.ifelse(t._words.notnull(), IN_WORDS + "1-" + (_bars(t._listed) - 1).cast("string"), t.scale),
        score=ibis.ifelse(t._words.notnull() & t.score.isnull() & known, places.cast("float64"), t.score),
    )
    return t.drop("_words", "_chosen", "_listed", "_found")


def _bars(text: ir.StringValue) -> ir.IntegerValue:
    return text.length() - text.replace("|", "").length()


def of_employees(rows: ir.Table) -> ir.BooleanValue:
    """Whether rows with a respondent are what people who work here answered: those are shown in groups only, never one by one."""
    theirs = (rows.respondent == "employee").fill_null(False)
    return theirs | (rows.instrument == "employee").fill_null(False) if "instrument" in rows.columns else theirs


def _answers(source: Source) -> ir.Table:
    """Answers with the word chosen on a scale in words, and whether an employee gave them: what scores are counted by.

    Other choices, of which there may be many, are not in it, so that answers alike are put together.
    """
    import ibis

    t = source["answers"]
    in_words = (t.scale == "verbal") | t.scale.contains("|")
    return t.mutate(
        word=ibis.ifelse(in_words, t.choice, ibis.null("string")), said_by_employee=(t.respondent == "employee").fill_null(False)
    )


ANSWERS = Fact(
    name="answers",
    meaning="Answers to survey questions",
    grain="one answer to one question",
    key=("answer_id",),
    tables=("answers",),
    build=_answers,
    derive=_with_scale,
    derived_from=("instrument", "scale", "direction", "score", "word"),
    own={
        name: name
        for name in ("channel", "survey", "question", "instrument", "touchpoint", "stage", "language", "respondent", "choice")
    },
    points_to=("customer_id", "employee_id", "response_id"),
    related={"answers": {}},
)


def _orders(source: Source) -> ir.Table:
    """Orders with what came back of them, taken from their lines."""
    import ibis

    orders, lines = source["orders"], source["order_lines"]
    share = lines.returned_quantity / lines.quantity.nullif(0)
    back = (lines.revenue * share + 0.5).floor().cast("int64")
    returned = lines.mutate(back=back, units=minor_units_of(lines)).filter(lines.returned_quantity > 0)
    returned = returned.group_by("order_id").aggregate(back=returned.back.sum(), units=returned.units.max())
    joined = orders.left_join(returned, "order_id").drop("order_id_right")
    # A line that named no currency was stored in the workspace's minor units; it is in its order's currency all the same.
    units = minor_units_of(joined)
    alike = joined.units == units
    joined = joined.mutate(
        returned=ibis.ifelse(alike, joined.back, (joined.back * units / joined.units + 0.5).floor().cast("int64"))
    )
    return joined.drop("back", "units").mutate(net=joined.revenue - ibis.coalesce(joined.returned, 0))


ORDERS = Fact(
    name="orders",
    meaning="Orders and credit notes, with what came back of them",
    grain="one order or credit note",
    key=("order_id",),
    tables=("orders", "order_lines"),
    build=_orders,
    own={"channel": "channel", "status": "status", "currency": "currency"},
    worked_out=("returned", "net"),
    related={"orders": OF_ORDER, "order_lines": OF_ORDER},
    points_to=("customer_id", "employee_id"),
)


def _contacts(source: Source) -> ir.Table:
    """Contacts with the moment they are dated by, and their wait and handle time in seconds."""
    import ibis

    t = source["contacts"]
    left_queue = ibis.coalesce(t.answered_at, t.ended_at)
    waited = seconds_between(t.queued_at, left_queue)
    parts = (t.talk_seconds, t.hold_seconds, t.wrap_seconds)
    return t.mutate(
        offered_at=ibis.coalesce(t.offered_at, t.queued_at),
        offered_at_day=ibis.coalesce(t.offered_at_day, t.queued_at_day),
        wait=ibis.coalesce(t.wait_seconds, waited),
        handle=ibis.or_(*(part.notnull() for part in parts)).ifelse(
            sum(part.fill_null(0) for part in parts), ibis.null("float64")
        ),
    )


def _by_calendar(calendar: str) -> Callable[[Source], ir.Table]:
    def build(source: Source) -> ir.Table:
        """Contacts whose wait is the open time from entering the queue to leaving it: a duration alone does not say when."""
        import ibis

        t = with_calendar(_contacts(source), calendar, source.hours)
        t = t.mutate(left_queue_at=ibis.coalesce(t.answered_at, t.ended_at))
        return with_seconds(t, calendar, source.hours, {"wait": ("queued_at", "left_queue_at")})

    return build


@lru_cache
def contacts_by(calendar: str) -> Fact:
    """Contacts, with the wait as a calendar counts it."""
    return Fact(
        name="contacts",
        meaning="Calls, chats, messages and visits",
        grain="one contact",
        key=("contact_id",),
        tables=("contacts",),
        build=_contacts if calendar == ALWAYS else _by_calendar(calendar),
        own={
            name: name
            for name in ("channel", "topic", "queue", "team", "entry", "direction", "outcome", "blocked_reason", "language")
        },
        related={"contacts": {}},
        points_to=("customer_id", "employee_id"),
    )


CONTACTS = contacts_by(ALWAYS)


def _requests(source: Source) -> ir.Table:
    """Cases, and contacts that belong to none."""
    import ibis

    cases, contacts = source["cases"], _contacts(source)
    shared = ("channel", "topic", "team", "customer_id", "employee_id")
    opened = cases.select(
        *shared,
        request_id=cases.case_id,
        kind=ibis.literal("case"),
        arrived_at=cases.opened_at,
        arrived_at_day=cases.opened_at_day,
    )
    loose = contacts.filter(contacts.case_id.isnull())
    loose = loose.select(
        *shared, request_id=loose.contact_id, kind=ibis.literal("contact"),
        arrived_at=loose.offered_at, arrived_at_day=loose.offered_at_day,
    )  # fmt: skip
    return opened.union(loose)


REQUESTS = Fact(
    name="requests",
    meaning="What customers asked: cases, and contacts without a case",
    grain="one case, or one contact without a case",
    key=("kind", "request_id"),
    tables=("cases", "contacts"),
    build=_requests,
    own={"channel": "channel", "topic": "topic", "team": "team", "kind": "kind"},
    related={"cases": {}, "contacts": {}},
    points_to=("customer_id", "employee_id"),
)

SPEND = Fact(
    name="spend",
    meaning="Money spent on reaching and serving customers",
    grain="one amount on one day",
    key=("spend_id",),
    tables=("spend",),
    build=lambda source: source["spend"],
    own={"channel": "channel", "kind": "kind", "campaign": "campaign", "currency": "currency"},
    related={"spend": {}},
)


@lru_cache
def spend_later(days: float) -> Fact:
    """Spend that counts some days after it was spent, on `counts_on`."""

    def build(source: Source) -> ir.Table:
        import ibis

        t = source["spend"]
        return t.mutate(counts_on=(t.spent_on.cast("timestamp") + ibis.interval(days=int(days))).date())

    return replace(SPEND, name=f"spend_{days:g}_days_later", build=build)
