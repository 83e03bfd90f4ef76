"""Service: contacts that did not get through, and those that came from a menu to a person."""

from __future__ import annotations

from ibis import _

from helder.facts import CONTACTS
from helder.forms import Count, Share
from helder.metrics.contacts import ANSWERED, INBOUND, calls
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need
from helder.metrics.unit import NUMBER, SHARE

_BLOCKED = _.outcome == "blocked"
_TOLD = Need(_.outcome.notnull(), "no outcome recorded")
_TRIED = calls(("answered", 10), ("answered", 3), ("abandoned", 2), ("blocked", None), (None, None))
#: Where nobody is met before the queue.
SELF_SERVICE_ENTRIES = ("ivr", "sms", "bot")

BLOCKED_CONTACTS = Metric(
    name="blocked_contacts",
    family=SERVICE,
    titles={"en": "Blocked contacts", "nl": "Geblokkeerde contacten", "da": "Afviste kontakter"},
    meaning="How many contacts did not get as far as the queue",
    formula="number of inbound contacts blocked before the queue: busy, no capacity, network failure; by arrival",
    measure=Measure(fact=CONTACTS, dated_by="offered_at", form=Count(), needs=(INBOUND, _TOLD, Need(_BLOCKED, "not blocked"))),
    unit=NUMBER,
    better="lower",
    source="D3 (M29)",
    example=Example(_TRIED, 1.0, "one of five was blocked"),
)

BLOCKAGE_RATE = Metric(
    name="blockage_rate",
    family=SERVICE,
    titles={"en": "Blockage rate", "nl": "Blokkeringspercentage", "da": "Afvisningsandel"},
    meaning="Share of attempts that did not get as far as the queue",
    formula="inbound contacts blocked before the queue (busy, no capacity, network failure) / attempts: all inbound contacts of "
    "which the outcome is known",
    measure=Measure(fact=CONTACTS, dated_by="offered_at", form=Share(_BLOCKED), needs=(INBOUND, _TOLD)),
    unit=SHARE,
    better="lower",
    source="D3 (M29)",
    example=Example(_TRIED, 0.25, "1 of 4 attempts was blocked; of the fifth no outcome is known"),
)

PASSED_TO_AGENT_RATE = Metric(
    name="passed_to_agent_rate",
    family=SERVICE,
    titles={"en": "From menu to agent", "nl": "Van menu naar medewerker", "da": "Fra menu til medarbejder"},
    meaning="Share of contacts entering by a telephone menu, text message or bot that came to a person",
    formula="inbound contacts that entered by ivr, sms or bot and were answered by a person / all that entered so, of which the "
    "outcome is known",
    measure=Measure(
        fact=CONTACTS,
        dated_by="offered_at",
        form=Share(ANSWERED),
        needs=(INBOUND, Need(_.entry.isin(SELF_SERVICE_ENTRIES), "not entered by ivr, sms or bot"), _TOLD),
    ),
    unit=SHARE,
    better=None,
    source="D2 (M31)",
    example=Example(
        calls(("answered", 10), ("self_served", None), ("abandoned", 9), ("answered", 3), entry="ivr"),
        0.5,
        "2 of 4 came to a person; one was served by the menu, one hung up",
    ),
)

METRICS = (BLOCKED_CONTACTS, BLOCKAGE_RATE, PASSED_TO_AGENT_RATE)
