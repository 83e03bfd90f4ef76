"""Customers who try to help themselves: by a telephone menu, text messages, a bot, or help pages on the site."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helder.facts.elapsed import seconds_between
from helder.facts.fact import OF_CASE, OF_CUSTOMER, Fact, Source
from helder.facts.first_contacts import is_inbound, with_matter, with_neighbours
from helder.facts.visits import OF_VISIT, of_the_window, session_name, sessions, sessions_with

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The pause that ends a visit to the site, as for sessions.
_IDLE_MINUTES = 30


def _contacts(contacts: ir.Table) -> ir.Table:
    """Contacts with the next one that the customer began on the same topic, where the customer began them, too."""
    import ibis

    t = with_neighbours(contacts, "customer_id", "topic")
    return t.select(
        "customer_id", "channel", "topic", "entry", "direction", "outcome",
        next_at=ibis.ifelse(is_inbound(t), t.next_at, ibis.null("timestamp(6)")),
        kind=ibis.literal("contact"), attempt_id=t.contact_id, started_at=t.offered_at, started_at_day=t.offered_at_day,
        self_served=(t.outcome == "self_served").fill_null(False),
    )  # fmt: skip


def _helped(source: Source, contacts: ir.Table) -> ir.Table:
    """Visits to the site with a help page, with the next contact that the customer began, on whatever topic."""
    import ibis

    stored = source.stored.get(sessions(_IDLE_MINUTES).build)
    asked_for = of_the_window(source, _IDLE_MINUTES)
    visits = sessions_with(asked_for, _IDLE_MINUTES, {}, holding="help") if stored is None else stored
    visits = visits.filter(visits.helped).mutate(attempt_id=session_name(visits))
    nothing = ibis.null("string")
    came = visits.filter(visits.customer_id.notnull())
    asked = contacts.filter(is_inbound(contacts) & contacts.customer_id.notnull()).semi_join(came, "customer_id")
    met = asked.select("customer_id", moment="offered_at", visited=nothing, later=ibis.literal(1, "int8"))
    came = came.select("customer_id", moment="started_at", visited="attempt_id", later=ibis.literal(0, "int8"))
    both = came.union(met)
    order = ibis.window(group_by="customer_id", order_by=["moment", "later"], rows=(1, None))
    both = both.mutate(next_at=ibis.ifelse(both.later == 1, both.moment, ibis.null("timestamp(6)")).min().over(order))
    both = both.filter(both.visited.notnull()).select("visited", "next_at")
    t = visits.left_join(both, [("attempt_id", "visited")])
    return t.select(
        "customer_id", "channel", topic=nothing, entry=ibis.literal("site"), direction=nothing, outcome=nothing,
        next_at=t.next_at, kind=ibis.literal("visit"), attempt_id=t.attempt_id, started_at=t.started_at,
        started_at_day=t.started_at_day, self_served=ibis.literal(True),
    )  # fmt: skip


def _of_whom_in_the_window(contacts: ir.Table, source: Source) -> ir.Table:
    """All contacts of customers who have one in the window, and those of nobody known."""
    within = source.in_window(contacts, "offered_at")
    if within is None:
        return contacts
    theirs = contacts.customer_id.isin(within.filter(within.customer_id.notnull()).customer_id)
    return contacts.filter(theirs.fill_null(False) | contacts.customer_id.isnull())


def _attempts(source: Source, *, site: bool) -> ir.Table:
    if site:  # by contact they are those of the same name without the site, which may be stored
        t = source.of(attempts(False)).drop("seconds_until").union(_helped(source, with_matter(source)))
    else:
        t = _contacts(_of_whom_in_the_window(with_matter(source), source))
    return t.mutate(seconds_until=seconds_between(t.started_at, t.next_at))


@lru_cache
def attempts(site: bool) -> Fact:
    """Contacts, and visits to help pages on the site, too, each with the contact that followed it."""
    return Fact(
        name="attempts" if site else "attempts_by_contact",
        meaning="Contacts and visits to help pages, each with the customer's next contact on the same topic",
        grain="one contact, or one visit to the site with a help page" if site else "one contact",
        key=("kind", "attempt_id"),
        tables=("contacts", "cases", "page_events") if site else ("contacts", "cases"),
        build=lambda source: _attempts(source, site=site),
        own={name: name for name in ("channel", "topic", "entry", "kind")},
        points_to=("customer_id",),
        spans=(("contacts", "offered_at"), *((("page_events", "at"),) if site else ())),
        related={
            "contacts": {**OF_CASE, **OF_CUSTOMER},
            "cases": {**OF_CASE, **OF_CUSTOMER},
            **({"page_events": {**OF_CUSTOMER, **OF_VISIT}} if site else {}),
        },
        watches={"contacts": ("offered_at", "queued_at")},
    )
