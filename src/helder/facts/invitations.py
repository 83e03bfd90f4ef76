"""Invitations to surveys, and the filled-in surveys that came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.elapsed import seconds_between
from helder.facts.fact import Fact, Source

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _invitations(source: Source) -> ir.Table:
    """Invitations with the seconds from sending to opening and to answering."""
    t = source["invitations"]
    return t.mutate(to_open=seconds_between(t.sent_at, t.opened_at), to_answer=seconds_between(t.sent_at, t.answered_at))


INVITATIONS = Fact(
    name="invitations",
    meaning="Invitations to surveys, and how soon they were opened and answered",
    grain="one invitation",
    key=("invitation_id",),
    tables=("invitations",),
    build=_invitations,
    own={"channel": "channel", "survey": "survey"},
    points_to=("customer_id",),
    related={"invitations": {}},
    watches={"invitations": ("sent_at", "opened_at", "answered_at")},
)


def _responses(source: Source) -> ir.Table:
    """Filled-in surveys: how many questions were put, how many answered, and how many their survey asks.

    What a survey asks, in a version, is every question that anybody has a row for. An answer that belongs to no filled-in
    survey stays, by itself, so that an explanation can say that it was left out.
    """
    import ibis

    t = source["answers"]
    # An answer's name may be a response's, too.
    t = t.mutate(
        response=ibis.coalesce("response " + t.response_id, "answer " + t.answer_id),
        of_survey=t.survey.fill_null(""),
        given=t.score.notnull() | (t.choice.fill_null("").strip() != "") | (t.comment.fill_null("").strip() != ""),
    )
    responses = t.group_by("response", "of_survey").aggregate(
        response_id=t.response_id.max(),
        survey=t.survey.max(),
        of_version=t.survey_version.max().fill_null(-1),
        started_at=t.answered_at.min(),
        started_at_day=t.answered_at_day.min(),
        put=t.question.nunique(),
        answered=t.question.nunique(where=t.given),
        channel=t.channel.max(),
        respondent=t.respondent.max(),
        customer_id=t.customer_id.max(),
    )
    asked = t.group_by("of_survey", of_version=t.survey_version.fill_null(-1)).aggregate(asked=t.question.nunique())
    joined = responses.left_join(asked, ["of_survey", "of_version"])
    return joined.drop("of_survey_right", "of_version_right")


RESPONSES = Fact(
    name="responses",
    meaning="Filled-in surveys, whole or not",
    grain="one filled-in survey",
    key=("of_survey", "response"),
    tables=("answers",),
    build=_responses,
    own={"channel": "channel", "survey": "survey", "respondent": "respondent"},
    points_to=("customer_id", "response_id"),
)
