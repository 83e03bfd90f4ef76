"""Service: who waits in the queue now."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import QUEUED
from helder.forms import Last, Total
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need
from helder.metrics.unit import NUMBER, SECONDS


def _contact(contact_id: str, queued: str, **more: Any) -> dict[str, Any]:
    return {"contact_id": contact_id, "queued_at": f"2026-03-{queued}", **more}


_QUEUE = {
    "contacts": [
        _contact("a", "02T22:58:00"),
        _contact("b", "02T22:50:00"),
        _contact("c", "02T22:40:00", answered_at="2026-03-02T22:41:00", outcome="answered"),
        _contact("d", "02T22:30:00", answered_at="2026-03-03T08:00:00", outcome="answered"),
        _contact("e", "02T22:20:00", outcome="abandoned"),
        _contact("f", "01T12:00:00"),
        _contact("g", "02T23:30:00"),
    ]
}
_DAY = {"since": "2026-03-02", "until": "2026-03-03", "zone": "Europe/Amsterdam"}
_WAITS = "neither answered nor ended, and without an outcome"
_WHEN = "at the end of the period (now, of one that is not over), of the contacts that entered the queue on its last day"

WAITING_CONTACTS = Metric(
    name="waiting_contacts",
    family=SERVICE,
    titles={"en": "Waiting contacts", "nl": "Wachtende contacten", "da": "Ventende kontakter"},
    meaning="How many customers wait in the queue now",
    formula=f"contacts in the queue, {_WAITS}, {_WHEN}",
    measure=Measure(fact=QUEUED, dated_by="start", form=Total(_.waits.cast("int64"))),
    unit=NUMBER,
    better="lower",
    source="D3 (M27)",
    example=Example(
        _QUEUE,
        3.0,
        "at midnight in Amsterdam (23:00 UTC) a and b wait, and d, who is answered the next morning; c was answered, e gave up, "
        "f is of the day before, and g entered the queue after midnight",
        _DAY,
    ),
)

LONGEST_WAIT = Metric(
    name="longest_wait",
    family=SERVICE,
    titles={"en": "Longest wait now", "nl": "Langste wachttijd nu", "da": "Længste ventetid nu"},
    meaning="How long the customer at the head of the queue has waited so far",
    formula=f"the longest time since entering the queue, of contacts in it, {_WAITS}, {_WHEN}",
    measure=Measure(
        fact=QUEUED, dated_by="start", form=Last(_.waited_so_far, at=_.waited_so_far), needs=(Need(_.waits, "waits no more"),)
    ),
    unit=SECONDS,
    better="lower",
    source="D3 (M27)",
    example=Example(_QUEUE, 1800.0, "d has waited longest: since 22:30, half an hour before midnight in Amsterdam", _DAY),
)

METRICS = (WAITING_CONTACTS, LONGEST_WAIT)
