"""What customers do after a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.elapsed import seconds_between
from helder.facts.fact import OF_CASE, OF_CUSTOMER, Fact, Source
from helder.facts.first_contacts import with_matter
from helder.facts.purchases import paid_orders
from helder.facts.tables import CONTACTS

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _with_next_order(source: Source) -> ir.Table:
    """Contacts with the next paid order of the customer, at the moment of the contact or later."""
    import ibis

    contacts, nothing = with_matter(source), ibis.null("string")
    met = contacts.filter(contacts.customer_id.notnull())
    met = met.select("customer_id", moment="offered_at", met="contact_id", later=ibis.literal(0, "int8"))
    bought = paid_orders(source).select("customer_id", moment="ordered_at", met=nothing, later=ibis.literal(1, "int8"))
    both = met.union(bought)
    order = ibis.window(group_by="customer_id", order_by=["moment", "later"], rows=(1, None))
    both = both.mutate(ordered_at=ibis.ifelse(both.later == 1, both.moment, ibis.null("timestamp(6)")).min().over(order))
    both = both.filter(both.met.notnull()).select("met", "ordered_at")
    t = contacts.left_join(both, [("contact_id", "met")]).drop("met", "reopenings")
    return t.mutate(seconds_until_order=seconds_between(t.offered_at, t.ordered_at))


CONTACTS_AND_ORDERS = Fact(
    name="contacts_and_orders",
    meaning="Contacts, each with the next paid order of the customer",
    grain="one contact",
    key=("contact_id",),
    tables=("contacts", "cases", "orders"),
    build=_with_next_order,
    own=CONTACTS.own,
    points_to=("customer_id", "employee_id"),
    related={"contacts": {**OF_CASE, **OF_CUSTOMER}, "cases": {**OF_CASE, **OF_CUSTOMER}, "orders": OF_CUSTOMER},
    watches={"orders": ("ordered_at",)},
)
