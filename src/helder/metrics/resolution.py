"""Service: whether one contact was enough."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from ibis import _

from helder.facts import FIRST_CONTACTS, MARKED_CASES, SURVEYED_CONTACTS
from helder.forms import Share
from helder.metrics.contacts import ANSWERED, INBOUND
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import SHARE

_DAY = 86_400
_WINDOW = Param(
    "window", 7, "Days after a contact in which no other may follow, nor come before the first", unit="days", maximum=36_500
)
_OUTBOUND = Param(
    "outbound", "ignore", "What a contact is that the company began, after the first: nothing, or a further contact",
    choices=("ignore", "count"),
)  # fmt: skip


def _first(p: Any) -> tuple[Need, ...]:
    """What makes a contact the first on its matter."""
    since = _.seconds_since
    return (
        Need(ANSWERED, "not answered by a person"),
        Need(_.customer_id.notnull(), "customer not known, of the contact or its case"),
        Need(_.topic.notnull(), "topic not known, of the contact or its case"),
        Need(since.isnull() | (since > p.window * _DAY), f"not the first: another was answered in the {p.window:g} days before"),
    )


def _solved(p: Any) -> Any:
    """Whether nothing followed in the window."""
    after = _.seconds_until if p.outbound == "ignore" else _.seconds_until_either
    followed = [(seconds <= p.window * _DAY).fill_null(False) for seconds in (after, _.seconds_until_reopened)]
    return ~(followed[0] | followed[1] | _.reopened_once)


def _first_contact_resolution(p: Any) -> Measure:
    if p.basis == "observed":
        return Measure(fact=FIRST_CONTACTS, dated_by="offered_at", form=Share(_solved(p)), needs=(INBOUND, *_first(p)))
    if p.basis == "logged":
        marked = (Need(_.first_contact_resolved.notnull(), "not marked"),)
        return Measure(fact=MARKED_CASES, dated_by="first_contact_at", form=Share(_.first_contact_resolved), needs=marked)
    said = _.choice.lower()
    needs = (
        Need(_.question == p.question, f"an answer to another question than {p.question}"),
        Need(said.isin(("yes", "no")), "neither yes nor no"),
    )
    return Measure(fact=SURVEYED_CONTACTS, dated_by="first_contact_at", form=Share(said == "yes"), needs=needs)


def _call(number: str, day: int, customer: str | None, **more: Any) -> dict[str, Any]:
    return {
        "contact_id": number, "offered_at": f"2026-03-{day:02d}T10:00:00", "customer_id": customer, "topic": "bill",
        "outcome": "answered", **more,
    }  # fmt: skip


_CALLS = {
    "contacts": [
        _call("1", 2, "a"), _call("2", 2, "b", channel="phone"), _call("3", 5, "b", channel="chat"),
        _call("4", 10, "a", topic="delivery"), _call("5", 2, "c", case_id="x"), _call("6", 2, "d", outcome="abandoned"),
        _call("7", 3, "d"), _call("8", 3, None),
    ],
    "cases": [{"case_id": "x", "opened_at": "2026-03-02T10:00:00"}],
    "case_events": [{"case_id": "x", "at": "2026-03-04T10:00:00", "event": "reopened"}],
}  # fmt: skip

_MATTER = (
    "a first contact is an inbound one that a person answered, of a known customer on a known topic (its own, else its case's), "
    "with none answered on it in the {window} days before; it was enough where that customer came no more on that topic "
    "within {window} days, by any channel, answered or not, and the case was not reopened in them; contacts of one "
    "case are of one topic; contacts the company began [{outbound}]"
)

FIRST_CONTACT_RESOLUTION = Metric(
    name="first_contact_resolution",
    family=SERVICE,
    titles={"en": "First contact resolution", "nl": "Opgelost in één contact", "da": "Løst ved første kontakt"},
    meaning="Share of matters for which one contact was enough",
    formula=f"first contacts that were enough / first contacts [basis={{basis}}]; {_MATTER}; logged: cases marked so by the "
    "agent / cases marked; survey: yes / (yes + no) to the question {question}; dated by the first contact (its case's "
    "opening, else the answer, where none is known)",
    measure=_first_contact_resolution,
    params=(
        _WINDOW,
        Param(
            "basis", "observed", "What tells: whether the customer came again, the agent's own mark, or what customers say",
            choices=("observed", "logged", "survey"),
        ),
        _OUTBOUND,
        Param("question", "first_contact_resolved", "Code of the question asked, where a survey tells", names="question"),
    ),
    unit=SHARE,
    better="higher",
    source="D0 D4 (M13)",
    maturity=lambda p: p.window * _DAY if p.basis == "observed" else 0,
    example=Example(
        _CALLS,
        0.6,
        "of 5 first contacts (1, 2, 4, 5, 7), 2 was followed by a chat, and 5's case reopened: 3 / 5; 3 is no first one, nobody "
        "answered 6, and whose 8 is nobody knows",
    ),
)  # fmt: skip

FIRST_CONTACT_RESOLUTION_OF_RECEIVED = Metric(
    name="first_contact_resolution_of_received",
    family=SERVICE,
    titles={
        "en": "First contact resolution, of all received",
        "nl": "Opgelost in één contact, van alle ontvangen",
        "da": "Løst ved første kontakt, af alle modtagne",
    },
    meaning="Share of all contacts received that were the first on their matter, and enough",
    formula=f"first contacts that were enough / inbound contacts; {_MATTER}",
    measure=lambda p: Measure(
        fact=FIRST_CONTACTS,
        dated_by="offered_at",
        form=Share(reduce(and_, (need.condition for need in _first(p)), _solved(p))),
        needs=(INBOUND,),
    ),
    params=(_WINDOW, _OUTBOUND),
    unit=SHARE,
    better="higher",
    source="D0 D4 (M13)",
    maturity=lambda p: p.window * _DAY,
    example=Example(_CALLS, 0.375, "1, 4 and 7 were enough, of 8 contacts received"),
)

METRICS = (FIRST_CONTACT_RESOLUTION, FIRST_CONTACT_RESOLUTION_OF_RECEIVED)
