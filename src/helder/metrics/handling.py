"""Service: how long contacts take whoever handles them, and how often they are passed on."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import CONTACTS
from helder.forms import Mean, Ratio, Share
from helder.metrics.contacts import ANSWERED, DATED, calls
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import PER, SECONDS, SHARE

_HANDLED = Need(ANSWERED, "not answered")
_PASSED = Need(_.transfers.notnull(), "number of transfers not recorded")


def _handle_time(p: Any) -> Measure:
    taken = _.handle + (_.wait.fill_null(0.0) if p.with_wait == "yes" else 0.0)
    known = (_HANDLED, Need(_.handle.notnull(), "no handling time recorded"))
    if p.per == "contact":
        return Measure(fact=CONTACTS, dated_by=p.dated_by, form=Mean(taken), needs=known)
    return Measure(fact=CONTACTS, dated_by=p.dated_by, form=Ratio(taken, _.transfers + 1), needs=(*known, _PASSED))


AVERAGE_HANDLE_TIME = Metric(
    name="average_handle_time",
    family=SERVICE,
    titles={"en": "Average handle time", "nl": "Gemiddelde afhandeltijd", "da": "Gennemsnitlig behandlingstid"},
    meaning="How long a contact takes whoever handles it",
    formula="sum of talk, hold and wrap-up [with the queue wait: {with_wait}] of answered contacts / answered contacts "
    "[per={per}]; a contact has one leg more than it has transfers; dated by {dated_by}",
    measure=_handle_time,
    params=(
        Param("with_wait", "no", "Count the queue wait too", choices=("no", "yes")),
        Param(
            "per", "contact", "Whose time it is: of a whole contact with all its legs, or of one leg", choices=("contact", "leg")
        ),
        DATED,
    ),
    unit=SECONDS,
    better="lower",
    source="D3 (M30)",
    example=Example(
        calls(("answered", 10), ("abandoned", 9), talk_seconds=100, hold_seconds=20, wrap_seconds=30), 150.0, "100 + 20 + 30"
    ),
)


def _transfers(form: Any) -> Any:
    return lambda p: Measure(fact=CONTACTS, dated_by=p.dated_by, form=form, needs=(_HANDLED, _PASSED))


_PASSED_ON = {
    "contacts": [
        {"contact_id": str(i), "offered_at": "2026-03-02T10:00:00", "outcome": "answered", "transfers": n}
        for i, n in enumerate([0, 0, 2, 0, None])
    ]
}

TRANSFER_RATE = Metric(
    name="transfer_rate",
    family=SERVICE,
    titles={"en": "Transfer rate", "nl": "Doorverbindpercentage", "da": "Andel viderestillede"},
    meaning="Share of handled contacts that were passed on",
    formula="answered contacts with at least one transfer / answered contacts with a known number of transfers; "
    "dated by {dated_by}",
    measure=_transfers(Share(_.transfers > 0)),
    params=(DATED,),
    unit=SHARE,
    better="lower",
    source="D2 (M31)",
    example=Example(_PASSED_ON, 0.25, "1 of 4 contacts was transferred; the fifth does not say"),
)

TRANSFERS_PER_CONTACT = Metric(
    name="transfers_per_contact",
    family=SERVICE,
    titles={"en": "Transfers per contact", "nl": "Doorverbindingen per contact", "da": "Viderestillinger pr. kontakt"},
    meaning="How often a handled contact is passed on",
    formula="transfers of answered contacts / answered contacts with a known number of transfers; dated by {dated_by}",
    measure=_transfers(Mean(_.transfers)),
    params=(DATED,),
    unit=PER,
    better="lower",
    source="D2 (M31)",
    example=Example(_PASSED_ON, 0.5, "2 transfers in 4 contacts; the fifth does not say"),
)

METRICS = (AVERAGE_HANDLE_TIME, TRANSFER_RATE, TRANSFERS_PER_CONTACT)
