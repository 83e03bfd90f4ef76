"""Service: metrics made of contacts."""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from helder.facts import CONTACTS, contacts_by
from helder.forms import Count, Mean, Share
from helder.metrics.calendar import CALENDAR, counted_by
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import NUMBER, SECONDS, SHARE
from helder.model.calendars import ALWAYS


def calls(*rows: tuple[str | None, float | None], **more: Any) -> dict[str, list[dict[str, Any]]]:
    """Contacts by outcome and wait."""
    return {
        "contacts": [
            {"contact_id": str(i), "offered_at": "2026-03-02T10:00:00", "outcome": outcome, "wait_seconds": wait, **more}
            for i, (outcome, wait) in enumerate(rows)
        ]
    }


CONTACT_VOLUME = Metric(
    name="contact_volume",
    family=SERVICE,
    titles={"en": "Contact volume", "nl": "Aantal contacten", "da": "Antal kontakter"},
    meaning="How many contacts arrived",
    formula="number of contacts, by arrival (by entering the queue, where arrival is not known)",
    measure=Measure(fact=CONTACTS, dated_by="offered_at", form=Count()),
    unit=NUMBER,
    better=None,
    source="D0 D3 D4 (M17)",
    example=Example(calls(("answered", 10), ("abandoned", 30), ("blocked", None)), 3.0, "three contacts arrived"),
)

ANSWERED = _.outcome == "answered"
INBOUND = Need(_.direction.fill_null("inbound") == "inbound", "outbound: the company began it")
_ABANDONED = _.outcome == "abandoned"
_ENDED = Need(
    _.outcome.isin(("answered", "abandoned")), "neither answered nor abandoned: blocked, self-served, callback, or no outcome"
)
_SHORT = Param("short", 5, "Waits shorter than this before hanging up are left out", unit="s")
DATED = Param("dated_by", "offered_at", "Which moment a contact is dated by", choices=("offered_at", "answered_at"))


def _waited_by(calendar: str) -> tuple[Need, ...]:
    """What a contact must say for a calendar to count its wait."""
    moments = Need(_.queued_at.notnull() & _.left_queue_at.notnull(), "not known when it began and ceased to wait")
    return () if calendar == ALWAYS else (moments, *counted_by(calendar, _.wait))


def _service_level(p: Any) -> Measure:
    in_time = _.wait <= p.threshold
    taken = {
        "count": ibis.literal(True),
        "met": ibis.literal(True),
        "ignore": ANSWERED,
        "ignore_in_time": ANSWERED | ~in_time,
        "met_in_time": ibis.literal(True),
        "met_short": ibis.literal(True),
    }[p.abandoned]
    # Where every abandoned contact counts alike, how long it waited need not be known.
    regardless = _ABANDONED & (p.short == 0 and p.abandoned in ("count", "met"))
    short = _ABANDONED & (_.wait < p.short) & (p.abandoned == "met_short")
    met = {"met": _ABANDONED | (ANSWERED & in_time), "met_in_time": in_time, "met_short": short | (ANSWERED & in_time)}
    return Measure(
        fact=contacts_by(p.calendar),
        dated_by=p.dated_by,
        form=Share(met.get(p.abandoned, ANSWERED & in_time)),
        needs=(
            _ENDED,
            *_waited_by(p.calendar),
            Need(_.wait.notnull() | regardless, "no wait recorded"),
            Need(ANSWERED | (_.wait >= p.short) | regardless | short, f"abandoned with a wait below {p.short:g} s"),
            Need(taken, "abandoned, and abandoned contacts are ignored"),
        ),
    )


_ICMI = calls(
    *[("answered", 10)] * 86, *[("answered", 30)] * 14, *[("abandoned", 30)] * 6, *[("abandoned", 2)] * 3, ("blocked", None)
)

SERVICE_LEVEL = Metric(
    name="service_level",
    family=SERVICE,
    titles={"en": "Service level", "nl": "Serviceniveau", "da": "Serviceniveau"},
    meaning="Share of contacts answered in time",
    formula="contacts answered with a wait of at most {threshold} s / (answered + abandoned with a wait of at least {short} s "
    "[abandoned={abandoned}]); shorter abandons are in neither, nor are blocked contacts; dated by {dated_by}, waits counted by "
    "[calendar={calendar}]",
    measure=_service_level,
    params=(
        Param("threshold", 20, "A wait up to and with this is in time", unit="s"),
        _SHORT,
        Param(
            "abandoned", "count",
            "What an abandoned contact is: count, missed; ignore, left out; met; ignore_in_time and met_in_time, so only "
            "within the threshold; met_short, met with a wait below short, which is then not left out",
            choices=("count", "ignore", "met", "ignore_in_time", "met_in_time", "met_short"),
        ),
        DATED,
        CALENDAR,
    ),
    unit=SHARE,
    better="higher",
    source="D3 (M25); ICMI's worked case, a tenth of its size",
    example=Example(_ICMI, 86 / 106, "86 in time of 100 answered and 6 abandoned after 5 s or more: 86 / 106 = 81.1 %"),
)  # fmt: skip

AVERAGE_SPEED_OF_ANSWER = Metric(
    name="average_speed_of_answer",
    family=SERVICE,
    titles={"en": "Average speed of answer", "nl": "Gemiddelde wachttijd", "da": "Gennemsnitlig ventetid"},
    meaning="How long those answered had waited in the queue",
    formula="sum of queue waits of answered contacts [calendar={calendar}] / answered contacts; the menu is not part of the "
    "wait; dated by {dated_by}",
    measure=lambda p: Measure(
        fact=contacts_by(p.calendar),
        dated_by=p.dated_by,
        form=Mean(_.wait),
        needs=(Need(ANSWERED, "not answered"), *_waited_by(p.calendar), Need(_.wait.notnull(), "no wait recorded")),
    ),
    params=(DATED, CALENDAR),
    unit=SECONDS,
    better="lower",
    source="D3 (M27)",
    example=Example(
        calls(("answered", 10), ("answered", 30), ("abandoned", 90)), 20.0, "(10 + 30) / 2; the abandoned one is not in it"
    ),
)


def _abandonment(p: Any) -> Measure:
    # Where every abandoned contact counts, how long it waited need not be known.
    regardless = ANSWERED | (p.abandons == "all" or p.short == 0)
    return Measure(
        fact=CONTACTS,
        dated_by="offered_at",
        form=Share(_ABANDONED),
        needs=(
            _ENDED,
            Need(_.wait.notnull() | regardless, "abandoned, and no wait recorded"),
            Need((_.wait >= p.short) | regardless, f"abandoned with a wait below {p.short:g} s"),
        ),
    )


ABANDONMENT_RATE = Metric(
    name="abandonment_rate",
    family=SERVICE,
    titles={"en": "Abandonment rate", "nl": "Afhaakpercentage", "da": "Andel tabte kald"},
    meaning="Share of contacts that hung up before they were answered",
    formula="contacts abandoned with a wait of at least {short} s / (answered + the same) [abandons={abandons}]; all counts "
    "every abandoned contact on both sides, however long it waited",
    measure=_abandonment,
    params=(_SHORT, Param("abandons", "long", "Which abandons count: those long enough, or all", choices=("long", "all"))),
    unit=SHARE,
    better="lower",
    source="D3 (M25)",
    example=Example(
        calls(("answered", 3), ("answered", 9), ("answered", 9), ("abandoned", 30), ("abandoned", 2)),
        0.25,
        "1 of 4; 2 s is short",
    ),
)

METRICS = (CONTACT_VOLUME, SERVICE_LEVEL, AVERAGE_SPEED_OF_ANSWER, ABANDONMENT_RATE)
