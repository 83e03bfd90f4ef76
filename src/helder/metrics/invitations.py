"""Asking: how many of those invited to a survey open it, answer it, and answer all of it."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import INVITATIONS, RESPONSES
from helder.forms import Share
from helder.metrics.metric import VOICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import SHARE

_DAY = 86_400
_WINDOW = Param("window", 14, "Days after sending within which it must happen", unit="d", maximum=36_500)
_INVITED = Param(
    "invited",
    "delivered",
    "Which invitations are counted: those known to have arrived, or all that are not known to have failed",
    choices=("delivered", "sent"),
)
_COUNTED = {
    "delivered": Need(_.delivered_at.notnull(), "no delivery recorded"),
    "sent": Need(_.failure.isnull(), "it could not be delivered"),
}


def _within(p: Any, seconds: Any) -> Any:
    return (seconds <= p.window * _DAY).fill_null(False)


def _invited(p: Any, hit: Any) -> Measure:
    return Measure(fact=INVITATIONS, dated_by="sent_at", form=Share(hit), needs=(_COUNTED[p.invited],))


def _sent(*fates: tuple[str | None, str | None, str | None]) -> dict[str, list[dict[str, Any]]]:
    names = ("delivered_at", "opened_at", "answered_at")
    return {
        "invitations": [
            {"invitation_id": str(i), "sent_at": "2026-03-02T10:00:00", **dict(zip(names, fate, strict=True))}
            for i, fate in enumerate(fates)
        ]
    }


_ARRIVED = "2026-03-02T10:00:05"
_SENT = _sent(
    (_ARRIVED, "2026-03-02T12:00:00", "2026-03-02T12:05:00"),
    (_ARRIVED, "2026-03-03T08:00:00", None),
    (_ARRIVED, "2026-03-30T08:00:00", "2026-03-30T08:05:00"),
    (_ARRIVED, None, None),
    (None, None, None),
)

RESPONSE_RATE = Metric(
    name="response_rate",
    family=VOICE,
    titles={"en": "Response rate", "nl": "Responspercentage", "da": "Svarprocent"},
    meaning="Share of invitations to a survey that are answered",
    formula="invitations answered within {window} days of sending / invitations delivered, by the day of sending "
    "[invited={invited}]",
    measure=lambda p: _invited(p, _within(p, _.to_answer)),
    params=(_WINDOW, _INVITED),
    unit=SHARE,
    better="higher",
    source="D1 D2 D4 (S01)",
    maturity=lambda p: p.window * _DAY,
    example=Example(_SENT, 0.25, "4 arrived; 1 was answered within 14 days, 1 after 28"),
)

OPEN_RATE = Metric(
    name="open_rate",
    family=VOICE,
    titles={"en": "Open rate", "nl": "Openingspercentage", "da": "Åbningsrate"},
    meaning="Share of invitations to a survey that are opened",
    formula="invitations opened, or answered without an opening on record, within {window} days of sending / "
    "invitations delivered, by the day of sending [invited={invited}]",
    measure=lambda p: _invited(p, _within(p, _.to_open) | _within(p, _.to_answer)),
    params=(_WINDOW, _INVITED),
    unit=SHARE,
    better="higher",
    source="D1 D2 D4 (S01)",
    maturity=lambda p: p.window * _DAY,
    example=Example(_SENT, 0.5, "4 arrived; 2 were opened within 14 days, 1 after 28"),
)


def _filled(*rows: tuple[str | None, str, float | None]) -> dict[str, list[dict[str, Any]]]:
    names = ("response_id", "question", "score")
    shared = {"survey": "after a call", "answered_at": "2026-03-02T10:00:00"}
    return {"answers": [{"answer_id": str(i), **dict(zip(names, row, strict=True)), **shared} for i, row in enumerate(rows)]}


_CALLED = _filled(
    ("a", "satisfied", 5), ("a", "ease", 6), ("b", "satisfied", 2), ("c", "satisfied", 4), ("c", "ease", None), (None, "ease", 7)
)  # fmt: skip

COMPLETION_RATE = Metric(
    name="completion_rate",
    family=VOICE,
    titles={"en": "Completion rate", "nl": "Voltooiingspercentage", "da": "Gennemførelsesprocent"},
    meaning="Share of surveys begun in which every question is answered",
    formula="filled-in surveys with a score, choice or comment for every question / filled-in surveys; a question is one that "
    "the survey, in that version, asks of anybody, or one put to this respondent [questions={questions}]",
    measure=lambda p: Measure(
        fact=RESPONSES,
        dated_by="started_at",
        form=Share(_.answered >= (_.asked if p.questions == "survey" else _.put)),
        needs=(
            Need(_.response_id.notnull(), "an answer that belongs to no filled-in survey"),
            Need(_.put > 0, "no question is named"),
        ),
    ),
    params=(
        Param(
            "questions",
            "survey",
            "Which must be answered: all that the survey asks of anybody; or, where it branches, those put to the respondent",
            choices=("survey", "put"),
        ),
    ),
    unit=SHARE,
    better="higher",
    source="D1 D2 D4 (S01)",
    example=Example(
        _CALLED, 1 / 3, "of a, b and c only a answered both questions: b stopped after the first, c left the second blank"
    ),
)

METRICS = (RESPONSE_RATE, OPEN_RATE, COMPLETION_RATE)
