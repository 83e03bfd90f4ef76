"""One page of answers sent: read, kept, and what comes after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from helder.web.surveys import given, keeping
from helder.web.surveys.definition import Question
from helder.web.surveys.given import Answer
from helder.web.surveys.models import Response
from helder.web.surveys.sheet import plain, visible
from helder.web.surveys.visit import Visit


@dataclass(frozen=True)
class Page:
    """A page to be shown. nothing: it was sent without any answer."""

    visit: Visit
    shown: list[Question]
    answers: Mapping[str, Answer]
    faults: Mapping[str, str] = field(default_factory=dict)
    nothing: bool = False


def first(visit: Visit, question: str = "", answer: str = "") -> Page:
    """The first page, with what was answered before. question, answer: what a link has chosen already."""
    answers = kept(visit.kept)
    asked = visit.definition.by_code.get(question)
    chosen = given.chosen(asked, answer) if asked else None
    if chosen is not None:
        answers[question] = replace(chosen, comment=answers.get(question, chosen).comment)
    return Page(visit, visible(visit.definition, answers, ()), answers)


def again(visit: Visit, form: Mapping[str, str], shown: set[str]) -> Page:
    """The same page, with what the form says, kept or not."""
    questions = _shown(visit, shown)
    return Page(visit, questions, {**kept(visit.kept), **given.read(questions, form).answers})


def save(visit: Visit, form: Mapping[str, str], shown: set[str], language: str) -> None:
    """Keep what a page says before it is sent, and that a person is there."""
    keeping.seen(visit)
    questions = _shown(visit, shown)
    answers = given.read(questions, form).answers
    if _any({**kept(visit.kept), **answers}):
        _keep(visit, answers, _put(visit, questions), language)


def send(visit: Visit, form: Mapping[str, str], shown: set[str], language: str) -> Page | None:
    """Keep a page that was sent; gives the page to show next, which is the same where something is wrong; None at the end."""
    keeping.seen(visit)
    questions = _shown(visit, shown)
    read = given.read(questions, form)
    answers = {**kept(visit.kept), **read.answers}
    faults = {**_missing(visit, questions, answers), **read.faults}
    before = (*visit.before, *(question.code for question in questions))
    following = [] if faults else visible(visit.definition, answers, before)
    over = not faults and not following and bool(questions)
    now = datetime.now(UTC)
    if _any(answers):
        put = {**dict.fromkeys((question.code for question in following), now), **_put(visit, questions)}
        _keep(visit, read.answers, put, language, complete=over)
    if faults or (over and not _any(answers)):
        return Page(visit, questions, answers, faults, nothing=not faults)
    if over:
        return None
    return Page(replace(visit, before=before, asked_at=now), following, answers)


def kept(response: Response | None) -> dict[str, Answer]:
    """The answers of a response."""
    if response is None:
        return {}
    return {code: Answer(one["score"], one["choice"], one["comment"]) for code, one in response.answers.items()}


def _shown(visit: Visit, shown: set[str]) -> list[Question]:
    return [question for question in visit.definition.questions if question.code in shown]


def _missing(visit: Visit, questions: list[Question], answers: Mapping[str, Answer]) -> dict[str, str]:
    asked = {question.code for question in visit.definition.asked(plain(answers))}
    required = (question for question in questions if question.required and question.code in asked)
    return {question.code: "answer_it" for question in required if _lacking(question, answers.get(question.code))}


def _lacking(question: Question, answer: Answer | None) -> bool:
    if answer is None:
        return False  # it was given, and is wrong in another way
    return answer.blank if question.kind == "text" else answer.score is None and answer.choice is None


def _put(visit: Visit, questions: list[Question]) -> dict[str, datetime]:
    """When the questions of this page and of those before it were put, by their codes."""
    return dict.fromkeys((*visit.before, *(question.code for question in questions)), visit.asked_at)


def _keep(
    visit: Visit, answers: Mapping[str, Answer], put: Mapping[str, datetime], language: str, *, complete: bool = False
) -> None:
    """Keep answers, and that questions were put, as far as they are asked of this respondent."""
    asked = {question.code for question in visit.definition.asked(plain({**kept(visit.kept), **answers}))}
    said = {code: answer for code, answer in answers.items() if code in asked or not answer.blank}
    keeping.keep(visit, said, {code: at for code, at in put.items() if code in asked}, language, complete=complete)


def _any(answers: Mapping[str, Answer]) -> bool:
    return any(not answer.blank for answer in answers.values())
