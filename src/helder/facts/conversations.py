"""Conversations: how the customer's tone at the end compares with that at the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.fact import OF_CONTACT, Fact, Source
from helder.facts.tables import CONTACTS

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _thirds(source: Source) -> ir.Table:
    """Contacts with the mean sentiment of the first and of the last third of the customer's turns.

    A third is a third of the turns with a known sentiment, rounded down: of fewer than three turns there is none.
    """
    import ibis

    t = source["turns"]
    t = t.filter((t.speaker == "customer") & t.sentiment.notnull())
    t = t.select(
        "contact_id", "sentiment",
        place=ibis.row_number().over(ibis.window(group_by="contact_id", order_by="turn")),
        turns=t.count().over(ibis.window(group_by="contact_id")),
    )  # fmt: skip
    third = t.turns // 3
    ends = t.group_by("contact_id").aggregate(
        customer_turns=t.count(),
        opening=t.sentiment.mean(where=t.place < third),
        ending=t.sentiment.mean(where=t.place >= t.turns - third),
    )
    contacts = CONTACTS.build(source)
    t = contacts.outer_join(ends, "contact_id")
    return t.mutate(
        contact_id=ibis.coalesce(t.contact_id, t.contact_id_right),
        customer_turns=t.customer_turns.fill_null(0),
        tone_change=t.ending - t.opening,
    ).drop("contact_id_right")


CONVERSATION_THIRDS = Fact(
    name="conversation_thirds",
    meaning="Contacts with the customer's tone in the first and the last third of what they said",
    grain="one contact",
    key=("contact_id",),
    tables=("turns", "contacts"),
    build=_thirds,
    own=CONTACTS.own,
    points_to=("customer_id", "employee_id"),
    related={"contacts": OF_CONTACT, "turns": OF_CONTACT},
)
