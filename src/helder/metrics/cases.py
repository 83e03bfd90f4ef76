"""Service: metrics made of cases."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import ASSIGNMENTS, CASE_MOVES, REQUESTS, RESOLUTIONS, replies_by, resolutions_by
from helder.forms import Count, Distinct, Form, Mean, Quantile, Stock
from helder.metrics.calendar import CALENDAR, counted_by
from helder.metrics.metric import SERVICE, Example, Measure, Metric, Need, Param, Quotient
from helder.metrics.unit import NUMBER, SECONDS, SHARE

_MARCH = {"since": "2026-03-01", "until": "2026-04-01"}


def _case(case_id: str, opened: str, resolved: str | None = None, **more: Any) -> dict[str, Any]:
    return {"case_id": case_id, "opened_at": f"2026-{opened}", "resolved_at": resolved and f"2026-{resolved}", **more}


def _event(case_id: str, at: str, event: str, **more: Any) -> dict[str, Any]:
    return {"case_id": case_id, "at": f"2026-{at}", "event": event, **more}


REQUEST_VOLUME = Metric(
    name="request_volume",
    family=SERVICE,
    titles={"en": "Request volume", "nl": "Aantal verzoeken", "da": "Antal henvendelser"},
    meaning="How often customers asked for something",
    formula="number of cases, by opening, plus contacts without a case, by arrival",
    measure=Measure(fact=REQUESTS, dated_by="arrived_at", form=Count()),
    unit=NUMBER,
    better=None,
    source="D3 (M23)",
    example=Example(
        {
            "cases": [_case("a", "03-02T09:00:00")],
            "contacts": [
                {"contact_id": "1", "case_id": "a", "offered_at": "2026-03-02T09:00:00"},
                {"contact_id": "2", "offered_at": "2026-03-02T10:00:00"},
            ],
        },
        2.0,
        "one case and one contact without a case; the contact about the case is not counted again",
    ),
)

TICKET_BACKLOG = Metric(
    name="ticket_backlog",
    family=SERVICE,
    titles={"en": "Ticket backlog", "nl": "Openstaande zaken", "da": "Åbne sager"},
    meaning="Cases open at the end of the period",
    formula="cases opened before the period's end and not resolved before it; a reopened case is open again",
    measure=Measure(fact=CASE_MOVES, dated_by="at", form=Stock(enters=_.entered, leaves=~_.entered)),
    unit=NUMBER,
    better="lower",
    source="D3 (M26)",
    example=Example(
        {
            "cases": [
                _case("a", "02-10T09:00:00"),
                _case("b", "03-02T09:00:00", "03-03T09:00:00"),
                _case("c", "03-02T09:00:00", "03-03T09:00:00"),
                _case("d", "04-01T09:00:00"),
            ],
            "case_events": [_event("c", "03-05T09:00:00", "reopened")],
        },
        2.0,
        "a is still open and c was reopened; b is resolved, and d is opened after March",
        _MARCH,
    ),
)

RESOLUTION_RATE = Metric(
    name="resolution_rate",
    family=SERVICE,
    titles={"en": "Resolution rate", "nl": "Oplossingspercentage", "da": "Løsningsgrad"},
    meaning="Cases resolved for each case assigned",
    formula="cases whose last resolution falls in the period / cases assigned in it; above 100 % while a backlog is worked off",
    measure=Quotient(
        numerator=Measure(
            fact=RESOLUTIONS,
            dated_by="resolved_at",
            form=Count(),
            needs=(Need(~_.open_again, "reopened after its last resolution"),),
        ),
        denominator=Measure(fact=ASSIGNMENTS, dated_by="at", form=Distinct(of=_.case_id)),
    ),
    unit=SHARE,
    better="higher",
    source="D3 (M24)",
    example=Example(
        {
            "cases": [_case("a", "03-02T09:00:00", "03-03T09:00:00"), _case("b", "03-02T09:00:00")],
            "case_events": [
                _event("a", "03-02T10:00:00", "assigned"), _event("b", "03-02T10:00:00", "assigned"),
                _event("b", "03-02T11:00:00", "assigned"),
            ],
        },
        0.5,
        "one of the two cases assigned was resolved; being assigned twice counts once",
    ),
)  # fmt: skip


def _first_reply(form: Form, calendar: str) -> Measure:
    return Measure(
        fact=replies_by(calendar),
        dated_by="replied_at",
        form=form,
        needs=(
            Need(_.from_at.notnull(), "opened by an agent, and no message of the customer's"),
            Need(_.replied_at.notnull(), "no public reply by a human yet; one not said to be internal is public"),
            *counted_by(calendar, _.reply_seconds),
        ),
    )


_REPLIED = {
    "cases": [_case("a", "03-02T09:00:00"), _case("b", "03-02T09:00:00"), _case("c", "03-02T09:00:00")],
    "case_events": [
        _event("a", "03-02T09:00:05", "replied", author="bot", public=True),
        _event("a", "03-02T09:05:00", "replied", author="agent", public=False),
        _event("a", "03-02T09:10:00", "replied", author="agent", public=True),
        _event("b", "03-02T09:30:00", "replied", author="agent", public=True),
    ],
}
_REPLY = "opening (the customer's first message, where an agent opened the case) to the first public reply by a human"


def _reply_metric(name: str, titles: dict[str, str], what: str, form: Form, gives: float, arithmetic: str) -> Metric:
    return Metric(
        name=name,
        family=SERVICE,
        titles=titles,
        meaning=f"{what} from opening a case to the first reply by a human",
        formula=f"{what.lower()} of {_REPLY} [calendar={{calendar}}]; a reply not said to be internal is public; "
        "cases without one are left out, and counted by cases_without_reply; dated by the reply",
        measure=lambda p: _first_reply(form, p.calendar),
        params=(CALENDAR,),
        unit=SECONDS,
        better="lower",
        source="D3 (M28)",
        example=Example(_REPLIED, gives, arithmetic),
    )


_SECONDS_OF = "a 600 s (the bot and the internal note do not count), b 1800 s, c has no reply"
FIRST_RESPONSE_TIME = _reply_metric(
    "first_response_time", {"en": "First response time", "nl": "Eerste reactietijd", "da": "Første svartid"}, "Mean time",
    Mean(_.reply_seconds), 1200.0, f"{_SECONDS_OF}: (600 + 1800) / 2",
)  # fmt: skip
FIRST_RESPONSE_TIME_MEDIAN = _reply_metric(
    "first_response_time_median",
    {"en": "Median first response time", "nl": "Mediane eerste reactietijd", "da": "Median første svartid"}, "Median time",
    Quantile(_.reply_seconds, 0.5), 1200.0, f"{_SECONDS_OF}: half-way between 600 and 1800",
)  # fmt: skip
FIRST_RESPONSE_TIME_P90 = _reply_metric(
    "first_response_time_p90",
    {"en": "90th percentile of first response time", "nl": "90e percentiel eerste reactietijd",
     "da": "90. percentil af første svartid"},
    "The 90th percentile", Quantile(_.reply_seconds, 0.9), 1680.0, f"{_SECONDS_OF}: nine tenths of the way from 600 to 1800",
)  # fmt: skip


def _resolved(of: Any, form: type[Mean] | Any, calendar: str) -> Measure:
    return Measure(
        fact=resolutions_by(calendar),
        dated_by="resolved_at",
        form=form(of),
        needs=(
            Need(_.resolved_at.notnull(), "not resolved"),
            Need(~_.open_again, "reopened after its last resolution"),
            *counted_by(calendar, of),
        ),
    )


_VARIANTS = {"last": _.last_seconds, "first": _.first_seconds, "net": _.net_seconds}
_VARIANT = Param(
    "resolution", "last", "Which resolution ends the time: the last, the first, or the last net of waiting on the customer",
    choices=tuple(_VARIANTS),
)  # fmt: skip
_TWICE = {
    "cases": [_case("a", "03-02T09:00:00", "03-02T13:00:00"), _case("b", "03-02T09:00:00", "03-02T11:00:00"),
              _case("c", "03-02T09:00:00")],
    "case_events": [
        _event("a", "03-02T10:00:00", "resolved"), _event("a", "03-02T12:00:00", "reopened"),
        _event("a", "03-02T13:00:00", "resolved"),
    ],
}  # fmt: skip


def _resolution_metric(name: str, titles: dict[str, str], what: str, form: Any, gives: float, arithmetic: str) -> Metric:
    return Metric(
        name=name,
        family=SERVICE,
        titles=titles,
        meaning=f"{what} from opening a case to its resolution",
        formula=f"{what.lower()} from opening to the {{resolution}} resolution [calendar={{calendar}}], over cases "
        "resolved; dated by the last resolution",
        measure=lambda p: _resolved(_VARIANTS[p.resolution], form, p.calendar),
        params=(_VARIANT, CALENDAR),
        unit=SECONDS,
        better="lower",
        source="D0 D3 D4 (M12)",
        example=Example(_TWICE, gives, arithmetic),
    )


AVERAGE_RESOLUTION_TIME = _resolution_metric(
    "average_resolution_time",
    {"en": "Average resolution time", "nl": "Gemiddelde oplostijd", "da": "Gennemsnitlig løsningstid"}, "Mean time",
    Mean, 10_800.0, "a took 4 hours until its last resolution, b 2, c is open: 3 hours are 10,800 s",
)  # fmt: skip
RESOLUTION_TIME_MEDIAN = _resolution_metric(
    "resolution_time_median",
    {"en": "Median resolution time", "nl": "Mediane oplostijd", "da": "Median løsningstid"}, "Median time",
    lambda of: Quantile(of, 0.5), 10_800.0, "half-way between 2 and 4 hours",
)  # fmt: skip
RESOLUTION_TIME_P90 = _resolution_metric(
    "resolution_time_p90",
    {"en": "90th percentile of resolution time", "nl": "90e percentiel oplostijd", "da": "90. percentil af løsningstid"},
    "The 90th percentile", lambda of: Quantile(of, 0.9), 13_680.0, "nine tenths of the way from 7,200 s to 14,400 s",
)  # fmt: skip

METRICS = (
    REQUEST_VOLUME, TICKET_BACKLOG, RESOLUTION_RATE, FIRST_RESPONSE_TIME, FIRST_RESPONSE_TIME_MEDIAN,
    FIRST_RESPONSE_TIME_P90, AVERAGE_RESOLUTION_TIME, RESOLUTION_TIME_MEDIAN, RESOLUTION_TIME_P90,
)  # fmt: skip
