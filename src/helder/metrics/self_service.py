"""Service: customers who help themselves."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import attempts
from helder.forms import Share
from helder.metrics.contacts import INBOUND
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need, Param
from helder.metrics.routing import SELF_SERVICE_ENTRIES
from helder.metrics.unit import SHARE


def _self_service(p: Any) -> Measure:
    visit = _.kind == "visit"
    by_menu = (_.kind == "contact") & _.entry.isin(SELF_SERVICE_ENTRIES)
    entered = {
        "all": Need(visit | by_menu, "not entered by ivr, sms or bot"),
        "menus": Need(by_menu, "not entered by ivr, sms or bot"),
        "site": Need(visit, "not a visit to the site"),
    }[p.entered]
    came_back = (_.seconds_until <= p.hours * 3600).fill_null(False)
    return Measure(
        fact=attempts(p.entered != "menus"),
        dated_by="started_at",
        form=Share(_.self_served & ~came_back),
        needs=(
            INBOUND,
            entered,
            Need(visit | _.outcome.notnull(), "no outcome recorded"),
            Need(_.customer_id.notnull(), "customer not known"),
            Need(visit | _.topic.notnull(), "topic not known"),
        ),
    )


def _tried(number: str, at: str, customer: str | None, outcome: str, entry: str = "ivr") -> dict[str, Any]:
    return {
        "contact_id": number, "offered_at": f"2026-03-{at}:00", "customer_id": customer, "topic": "bill", "entry": entry,
        "outcome": outcome,
    }  # fmt: skip


SELF_SERVICE_RATE = Metric(
    name="self_service_rate",
    family=SERVICE,
    titles={"en": "Self-service rate", "nl": "Zelfbedieningspercentage", "da": "Selvbetjeningsgrad"},
    meaning="Share of those who tried to help themselves who needed nobody",
    formula="contacts entering by ivr, sms or bot that ended self-served, and visits to the site with a help page, that the "
    "customer did not follow by a contact on that topic (after a visit: on any) within {hours} h / all entering so [{entered}], "
    "of known customers, and on a known topic; {hours} h from their beginning",
    measure=_self_service,
    params=(
        Param("hours", 24, "Hours in which the customer may not come back", unit="h", maximum=876_000),
        Param(
            "entered", "all", "Who counts: contacts by menus, sms and bots, visits to the site with a help page, or all",
            choices=("all", "menus", "site"),
        ),
    ),
    unit=SHARE,
    better="higher",
    source="D2 (M32)",
    maturity=lambda p: p.hours * 3600,
    example=Example(
        {
            "contacts": [
                _tried("1", "02T10:00", "a", "self_served"), _tried("2", "02T10:00", "b", "self_served"),
                _tried("3", "02T18:00", "b", "answered", "direct"), _tried("4", "02T10:00", "c", "answered"),
                _tried("5", "02T10:00", None, "self_served"),
            ],
            "page_events": [
                {"event_id": "6", "session_id": "s", "at": "2026-03-02T10:00:00", "event": "help", "customer_id": "d"},
            ],
        },
        0.5,
        "1 and the visit of d, of 4: b called after 2, 4 came to a person; who 5 is, and whether they came back, nobody knows",
    ),
)  # fmt: skip

METRICS = (SELF_SERVICE_RATE,)
