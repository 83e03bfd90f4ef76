"""Service: what comes of it."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import CONTACTS_AND_ORDERS
from helder.forms import Share
from helder.metrics.contacts import ANSWERED, DATED, INBOUND
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import SHARE

_DAY = 86_400


def _met(number: str, customer: str | None, outcome: str = "answered") -> dict[str, Any]:
    return {"contact_id": number, "offered_at": "2026-03-02T10:00:00", "customer_id": customer, "outcome": outcome}


def _ordered(number: str, customer: str, day: int, status: str = "paid") -> dict[str, Any]:
    return {"order_id": number, "ordered_at": f"2026-03-{day:02d}T12:00:00", "customer_id": customer, "status": status}


SERVICE_TO_SALES = Metric(
    name="service_to_sales",
    family=SERVICE,
    titles={"en": "Service to sales", "nl": "Van service naar verkoop", "da": "Fra service til salg"},
    meaning="Share of service contacts after which the customer bought",
    formula="answered inbound contacts followed by a paid order of that customer within {window} days of their arrival / "
    "answered inbound contacts with a known customer; dated by {dated_by}",
    measure=lambda p: Measure(
        fact=CONTACTS_AND_ORDERS,
        dated_by=p.dated_by,
        form=Share((_.seconds_until_order <= p.window * _DAY).fill_null(False)),
        needs=(
            INBOUND,
            Need(ANSWERED, "not answered by a person"),
            Need(_.customer_id.notnull(), "customer not known, of the contact or its case"),
        ),
    ),
    params=(Param("window", 7, "Days after a contact in which an order counts", unit="days", maximum=36_500), DATED),
    unit=SHARE,
    better="higher",
    source="D2 (M34)",
    maturity=lambda p: p.window * _DAY,
    example=Example(
        {
            "contacts": [_met("1", "a"), _met("2", "b"), _met("3", "c"), _met("4", "d", "abandoned"), _met("5", None)],
            "orders": [_ordered("1", "a", 5), _ordered("2", "b", 20), _ordered("3", "c", 3, "cancelled"), _ordered("4", "d", 3)],
        },
        1 / 3,
        "a ordered within 7 days; b did later, c cancelled; nobody answered d, and who 5 is is not known: 1 / 3",
    ),
)

METRICS = (SERVICE_TO_SALES,)
