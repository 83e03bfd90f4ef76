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


def _of_surveys(answers: ir.Table) -> ir.Table:
    """Answers with the survey they are of, and its version, by which they are put together."""
    return answers.mutate(of_survey=answers.survey.fill_null(""), of_version=answers.survey_version.fill_null(-1))


def _filled_in(source: Source) -> ir.Table:
    """Filled-in surveys: how many questions were put, and how many answered.

    An answer that belongs to no filled-in survey stays, by itself, so that an explanation can say that it was left out.
    """
    import ibis

    t = _of_surveys(source["answers"])
    t = t.rename(started_at="answered_at", started_at_day="answered_at_day").mutate(
        alone=ibis.ifelse(t.response_id.isnull(), t.answer_id, ibis.null("string")),
        # In cases, as engines look at both sides of an "or", and most answers have a score.
        given=ibis.cases(
            (t.score.notnull(), True), (t.choice.fill_null("").strip() != "", True), else_=t.comment.fill_null("").strip() != ""
        ),
    )
    # Answers to one question are put together first, which is the faster way to count different questions.
    put = t.group_by("response_id", "alone", "of_survey", "question").aggregate(given=t.given.any(), **_alike(t))
    responses = put.group_by("response_id", "alone", "of_survey").aggregate(
        put=put.question.count(), answered=put.question.count(where=put.given), **_alike(put)
    )
    # An answer's name may be a response's, too.
    return responses.mutate(response=ibis.coalesce("response " + responses.response_id, "answer " + responses.alone)).drop(
        "alone"
    )


def _alike(t: ir.Table) -> dict[str, ir.Value]:
    """What is told of some answers of a response together."""
    told = {name: t[name].max() for name in ("of_version", "survey", "channel", "respondent", "customer_id")}
    return told | {name: t[name].min() for name in ("started_at", "started_at_day")}


FILLED_IN = Fact(
    name="filled_in",
    meaning="Filled-in surveys, by themselves",
    grain="one filled-in survey",
    key=("of_survey", "response"),
    tables=("answers",),
    build=_filled_in,
    own={"channel": "channel", "survey": "survey", "respondent": "respondent"},
    related={"answers": {"response": ("response_id", "answer_id")}},
)


def _responses(source: Source) -> ir.Table:
    """Filled-in surveys with how many questions their survey asks.

    What a survey asks, in a version, is every question that anybody has a row for.
    """
    t, responses = _of_surveys(source["answers"]), source.of(FILLED_IN)
    asked = t.group_by("of_survey", "of_version", "question").aggregate(rows=t.count())
    asked = asked.group_by("of_survey", "of_version").aggregate(asked=asked.question.count())
    return responses.left_join(asked, ["of_survey", "of_version"]).drop("of_survey_right", "of_version_right")


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
