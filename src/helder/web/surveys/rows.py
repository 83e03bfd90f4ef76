"""A response as rows of the table of answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helder.web.surveys.definition import Question
from helder.web.surveys.models import Response

#: What the link says that every row of the response carries.
_LINKED = ("customer_id", "employee_id", "case_id", "contact_id", "order_id", "session_id", "channel")


def rows(response: Response) -> list[dict[str, Any]]:
    """A whole row for each question that was put, with nothing in it where nothing was answered.

    A question that is asked no more, as the answer it hangs on was changed, has a row that names no question: it takes the place
    of one sent before, and counts for nothing.
    """
    definition = response.version.definition
    put = [question for question in definition.questions if question.code in response.answers]
    asked = {question.code for question in definition.asked(response.answers)}
    belonging = {
        "response_id": response.response_id,
        "survey": response.version.survey.key,
        "survey_version": response.version.number,
    }
    shared = {
        **belonging,
        "language": response.language,
        "respondent": definition.respondent,
        **{name: response.link.get(name) for name in _LINKED},
    }
    return [
        {**shared, **_own(response, question)} if question.code in asked else {**belonging, **_bare(response, question)}
        for question in put
    ]


def _bare(response: Response, question: Question) -> dict[str, Any]:
    given = response.answers[question.code]
    return {
        "answer_id": f"{response.response_id}:{question.code}",
        "asked_at": datetime.fromisoformat(given["asked_at"]),
        "answered_at": datetime.fromisoformat(given["answered_at"]),
    }


def _own(response: Response, question: Question) -> dict[str, Any]:
    given = response.answers[question.code]
    return {
        **_bare(response, question),
        "question": question.code,
        "instrument": question.instrument,
        "scale": question.scale,
        "direction": question.direction,
        "score": given["score"],
        "choice": given["choice"],
        "comment": given["comment"],
        "touchpoint": question.touchpoint or response.link.get("touchpoint"),
        "stage": question.stage or response.link.get("stage"),
    }
