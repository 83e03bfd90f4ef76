"""Service: customers waiting for an answer."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import REPLIES, case_waits
from helder.forms import Count, Stock
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import NUMBER


def _case(case_id: str, **more: Any) -> dict[str, Any]:
    return {"case_id": case_id, "opened_at": "2026-03-02T09:00:00", **more}


def _event(case_id: str, at: str, event: str, author: str, *, public: bool) -> dict[str, Any]:
    return {"case_id": case_id, "at": f"2026-03-02T{at}:00", "event": event, "author": author, "public": public}


_ASKED = {
    "cases": [
        _case("a"), _case("b"), _case("c"), _case("d", resolved_at="2026-03-03T09:00:00"),
        _case("e", opened_at="2026-04-02T09:00:00"),
    ],
    "case_events": [
        _event("b", "10:00", "replied", "agent", public=True),
        _event("c", "10:00", "replied", "agent", public=True),
        _event("c", "11:00", "replied", "customer", public=True),
        _event("c", "12:00", "replied", "agent", public=False),
    ],
}  # fmt: skip

OPEN_CASES = Metric(
    name="open_cases",
    family=SERVICE,
    titles={"en": "Cases waiting for an answer", "nl": "Zaken die op antwoord wachten", "da": "Sager der venter på svar"},
    meaning="Cases whose customer waits for an answer",
    formula="cases opened and not resolved whose last public event is the customer's, or that have none, at the end of the "
    "period (now, of one that has not ended); a reply, opening, reopening or wait for the customer is public unless said to "
    "be internal, other events only where said to be; a bot's message answers: {bots_answer}",
    measure=lambda p: Measure(
        fact=case_waits(p.bots_answer == "yes"), dated_by="at", form=Stock(enters=_.entered, leaves=~_.entered)
    ),
    params=(Param("bots_answer", "yes", "Whether a bot's public message answers the customer", choices=("yes", "no")),),
    unit=NUMBER,
    better="lower",
    source="D3 (M22)",
    example=Example(
        _ASKED,
        2.0,
        "nobody answered a, and c has only a note since the customer's last message; b is answered, d resolved, e of April",
        {"since": "2026-03-01", "until": "2026-04-01"},
    ),
)  # fmt: skip

CASES_WITHOUT_REPLY = Metric(
    name="cases_without_reply",
    family=SERVICE,
    titles={"en": "Cases without a reply", "nl": "Zaken zonder antwoord", "da": "Sager uden svar"},
    meaning="Cases to which no human has replied: those that the first response time cannot tell of",
    formula="cases without a public reply by a human, resolved or not, by opening; a reply not said to be internal is public; "
    "a case an agent opened is asked of only once the customer has written",
    measure=Measure(
        fact=REPLIES,
        dated_by="opened_at",
        form=Count(),
        needs=(
            Need(_.from_at.notnull(), "opened by an agent, and no message of the customer's"),
            Need(_.replied_at.isnull(), "replied to"),
        ),
    ),
    unit=NUMBER,
    better="lower",
    source="D3 (M28)",
    example=Example(_ASKED, 3.0, "a, d and e; the note in c came after a reply"),
)

METRICS = (OPEN_CASES, CASES_WITHOUT_REPLY)
