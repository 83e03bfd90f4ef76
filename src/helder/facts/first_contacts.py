"""First contacts: what came before each contact on its matter, and what came of it.

A matter is what one customer asks on one topic; contacts of one case are of one matter, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from helder.facts.cases import CASE_MOVES
from helder.facts.elapsed import seconds_between
from helder.facts.fact import OF_CASE, OF_CUSTOMER, Fact, Source
from helder.facts.tables import CONTACTS

if TYPE_CHECKING:
    import ibis.expr.types as ir


def with_matter(source: Source) -> ir.Table:
    """Contacts, each with the customer and the topic of its case where it does not say them itself."""
    import ibis

    t, cases = CONTACTS.build(source), source["cases"]
    case = cases.select("case_id", customer_of="customer_id", topic_of="topic", reopenings="reopened")
    t = t.left_join(case, "case_id").drop("case_id_right")
    return t.mutate(customer_id=ibis.coalesce(t.customer_id, t.customer_of), topic=ibis.coalesce(t.topic, t.topic_of)).drop(
        "customer_of", "topic_of"
    )


def is_inbound(t: ir.Table) -> ir.BooleanValue:
    """Whether the customer began a contact, as it is unless said otherwise."""
    return t.direction.fill_null("inbound") == "inbound"


def with_neighbours(t: ir.Table, *matter: str) -> ir.Table:
    """Contacts with the last inbound one answered before each on its matter, and the first after it, inbound and of any kind.

    One whose matter is not known is by itself: it is kept beside the others, as joining them back costs more than sorting it.
    """
    import ibis

    known = reduce(and_, (t[name].notnull() for name in matter))
    t = t.mutate(_known=known, _of=ibis.ifelse(known, t[matter[0]], t.contact_id))
    order = {"group_by": ["_known", "_of", *matter[1:]], "order_by": ["offered_at", "contact_id"]}
    before, after = ibis.window(**order, rows=(None, -1)), ibis.window(**order, rows=(1, None))
    nothing, inbound = ibis.null("timestamp(6)"), is_inbound(t)
    met = inbound & (t.outcome == "answered").fill_null(False)
    return t.mutate(
        before_at=met.ifelse(t.offered_at, nothing).max().over(before),
        next_at=inbound.ifelse(t.offered_at, nothing).min().over(after),
        next_either_at=t.offered_at.min().over(after),
    ).drop("_known", "_of")


def _first_contacts(source: Source) -> ir.Table:
    import ibis

    t = with_matter(source)
    handled = _of_cases(t, source["case_events"])
    t = with_neighbours(t, "customer_id", "topic")
    t = t.left_join(handled, [("contact_id", "case_contact_id")]).drop("case_contact_id")

    def nearest(pick: Callable[..., ir.Value], name: str) -> ir.Value:
        return pick(ibis.coalesce(t[name], t[f"case_{name}"]), ibis.coalesce(t[f"case_{name}"], t[name]))

    t = t.mutate(
        before_at=nearest(ibis.greatest, "before_at"),
        next_at=nearest(ibis.least, "next_at"),
        next_either_at=nearest(ibis.least, "next_either_at"),
        # A case whose reopening no event tells was reopened at some time.
        reopened_once=(t.reopenings.fill_null(0) > 0) & ~t.told.fill_null(False),
    ).drop("case_before_at", "case_next_at", "case_next_either_at", "told", "reopenings")
    return t.mutate(
        seconds_since=seconds_between(t.before_at, t.offered_at),
        seconds_until=seconds_between(t.offered_at, t.next_at),
        seconds_until_either=seconds_between(t.offered_at, t.next_either_at),
        seconds_until_reopened=seconds_between(t.offered_at, t.reopened_at),
    )


def _of_cases(t: ir.Table, events: ir.Table) -> ir.Table:
    """By contact of a case: its neighbours of that case, the first reopening at its moment or later, whether any is told of."""
    import ibis

    nothing = ibis.null("timestamp(6)")
    met = t.filter(t.case_id.notnull()).select("case_id", "contact_id", "offered_at", "direction", "outcome", reopens=False)
    told = events.filter(events.event == "reopened").select(
        "case_id", contact_id=ibis.null("string"), offered_at="at", direction=ibis.null("string"), outcome=ibis.null("string"),
        reopens=True,
    )  # fmt: skip
    both = met.union(told)
    order = {"group_by": "case_id", "order_by": ["offered_at", "reopens", "contact_id"]}
    before, after = ibis.window(**order, rows=(None, -1)), ibis.window(**order, rows=(1, None))
    inbound = is_inbound(both) & ~both.reopens
    answered = inbound & (both.outcome == "answered").fill_null(False)
    both = both.select(
        "reopens",
        case_contact_id="contact_id",
        case_before_at=answered.ifelse(both.offered_at, nothing).max().over(before),
        case_next_at=inbound.ifelse(both.offered_at, nothing).min().over(after),
        case_next_either_at=both.reopens.ifelse(nothing, both.offered_at).min().over(after),
        reopened_at=both.reopens.ifelse(both.offered_at, nothing).min().over(after),
        told=both.reopens.ifelse(1, 0).max().over(ibis.window(**order, rows=(None, None))) == 1,
    )
    return both.filter(~both.reopens).drop("reopens")


FIRST_CONTACTS = Fact(
    name="first_contacts",
    meaning="Contacts, each with the one before it on the same matter, the one after it, and the reopening of its case",
    grain="one contact",
    key=("contact_id",),
    tables=("contacts", "cases", "case_events"),
    build=_first_contacts,
    own=CONTACTS.own,
    points_to=("customer_id", "employee_id"),
    related={"contacts": {**OF_CASE, **OF_CUSTOMER}, "cases": {**OF_CASE, **OF_CUSTOMER}, "case_events": OF_CASE},
    watches={"contacts": ("offered_at", "queued_at")},
)


def _first_of_cases(source: Source) -> ir.Table:
    """Cases with the moment of their first contact: their opening, where they have none."""
    import ibis

    cases, contacts = source["cases"], CONTACTS.build(source)
    first = contacts.group_by("case_id").aggregate(met_at=contacts.offered_at.min(), met_day=contacts.offered_at_day.min())
    t = cases.left_join(first, "case_id").drop("case_id_right")
    return t.mutate(
        first_contact_at=ibis.coalesce(t.met_at, t.opened_at), first_contact_at_day=ibis.coalesce(t.met_day, t.opened_at_day)
    ).drop("met_at", "met_day")


MARKED_CASES = Fact(
    name="marked_cases",
    meaning="Cases with their first contact, and the agent's mark whether it was enough",
    grain="one case",
    key=("case_id",),
    tables=("cases", "contacts"),
    build=_first_of_cases,
    spans=(("cases", "opened_at"), ("contacts", "offered_at")),
    own=CASE_MOVES.own,
    points_to=("customer_id", "employee_id"),
)


def _asked_of_first(source: Source) -> ir.Table:
    """Answers with the contact or case they are about: its first contact, and where and on what it was."""
    import ibis

    about = ("channel", "topic", "team", "employee_id", "customer_id")
    contacts, cases = CONTACTS.build(source), _first_of_cases(source)
    met = contacts.select(
        met="contact_id", met_at="offered_at", met_day="offered_at_day", **{f"met_{name}": name for name in about}
    )
    of = cases.select(
        of="case_id", of_at="first_contact_at", of_day="first_contact_at_day", **{f"of_{name}": name for name in about}
    )
    t = source["answers"].rename(answer_channel="channel")
    t = t.left_join(met, [("contact_id", "met")]).left_join(of, [("case_id", "of")])
    return t.mutate(
        first_contact_at=ibis.coalesce(t.met_at, t.of_at, t.answered_at),
        first_contact_at_day=ibis.coalesce(t.met_day, t.of_day, t.answered_at_day),
        channel=ibis.coalesce(t.met_channel, t.of_channel),
        topic=ibis.coalesce(t.met_topic, t.of_topic),
        team=ibis.coalesce(t.met_team, t.of_team),
        employee_id=ibis.coalesce(t.employee_id, t.met_employee_id, t.of_employee_id),
        customer_id=ibis.coalesce(t.customer_id, t.met_customer_id, t.of_customer_id),
    ).drop("met", "of", *(f"{of}_{name}" for of in ("met", "of") for name in ("at", "day", *about)))


SURVEYED_CONTACTS = Fact(
    name="surveyed_contacts",
    meaning="Answers to survey questions, each with the contact or case it is about",
    grain="one answer to one question",
    key=("answer_id",),
    tables=("answers", "contacts", "cases"),
    build=_asked_of_first,
    spans=(("answers", "answered_at"), ("contacts", "offered_at")),
    own={"channel": "channel", "topic": "topic", "team": "team", "survey": "survey", "question": "question"},
    points_to=("customer_id", "employee_id"),
)
