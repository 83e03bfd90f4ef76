"""A response as rows of the table of answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helder.web.surveys.definition import Question
from helder.web.surveys.models import Response

#: What the link says that every row of the response carries.
_LINKED = ("customer_id", "employee_id", "case_id", "contact_id", "order_id", "session_id", "channel")


def rows(response: Response) -> list[dict[str, Any]]:
    """A whole row for each question that was put, with nothing in it where nothing was answered."""
    definition = response.version.definition
    put = (question for question in definition.questions if question.code in response.answers)
    shared = {
        "response_id": response.response_id,
        "survey": response.version.survey.key,
        "survey_version": response.version.number,
        "language": response.language,
        "respondent": definition.respondent,
        **{name: response.link.get(name) for name in _LINKED},
    }
    return [{**shared, **_own(response, question)} for question in put]


def _own(response: Response, question: Question) -> dict[str, Any]:
    given = response.answers[question.code]
    return {
        "answer_id": f"{response.response_id}:{question.code}",
        "question": question.code,
        "instrument": question.instrument,
        "scale": question.scale,
        "direction": question.direction,
        "score": given["score"],
        "choice": given["choice"],
        "comment": given["comment"],
        "touchpoint": question.touchpoint or response.link.get("touchpoint"),
        "stage": question.stage or response.link.get("stage"),
        "asked_at": datetime.fromisoformat(given["asked_at"]),
        "answered_at": datetime.fromisoformat(given["answered_at"]),
    }
