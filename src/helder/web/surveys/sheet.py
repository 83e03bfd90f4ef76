"""What one page of a survey shows: questions with the answers given so far, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from helder.web.surveys.definition import Definition, Question
from helder.web.surveys.given import LONGEST, Answer
from helder.web.surveys.phrases import phrases


@dataclass(frozen=True)
class Option:
    """One radio button. said: what it says beside its number, heard only."""

    value: str
    label: str
    chosen: bool
    said: str = ""


@dataclass(frozen=True)
class Item:
    """One question as it is shown. hidden: only shown by the page's script, when its turn has come."""

    code: str
    kind: str
    text: str
    required: bool
    options: Sequence[Option]
    numbers: bool
    low: str
    high: str
    comment: str
    written: str
    fault: str
    when: str
    hidden: bool


def visible(definition: Definition, answers: Mapping[str, Answer], before: Sequence[str]) -> list[Question]:
    """The questions of the page that follows those asked before: up to the first that hangs on an answer not yet given."""
    asked = {question.code for question in definition.asked(plain(answers))}
    page: list[Question] = []
    for question in definition.questions:
        if question.code in before:
            continue
        if question.when is not None and _open(question.when.question, page, answers):
            break
        if question.code in asked:
            page.append(question)
    return page


def items(
    definition: Definition,
    language: str,
    shown: Sequence[Question],
    answers: Mapping[str, Answer],
    before: Sequence[str],
    faults: Mapping[str, str],
) -> list[Item]:
    """Every question not asked before, in the survey's order; those that are not shown yet are hidden."""
    codes = {question.code for question in shown}
    return [
        _item(definition, language, question, answers.get(question.code, Answer()), faults.get(question.code), codes)
        for question in _possible(definition, answers, before)
    ]


def _possible(definition: Definition, answers: Mapping[str, Answer], before: Sequence[str]) -> list[Question]:
    """The questions not asked before that may still be asked, whatever is answered on this page."""
    asked = {question.code for question in definition.asked(plain(answers))}
    possible: dict[str, Question] = {}
    for question in definition.questions:
        if question.code not in before and (question.code in asked or (question.when and question.when.question in possible)):
            possible[question.code] = question
    return list(possible.values())


def plain(answers: Mapping[str, Answer]) -> dict[str, dict[str, Any]]:
    """Answers as plain values."""
    return {code: asdict(answer) for code, answer in answers.items()}


def _open(code: str, page: Sequence[Question], answers: Mapping[str, Answer]) -> bool:
    return any(question.code == code for question in page) and answers.get(code, Answer()).blank


def _item(definition: Definition, language: str, question: Question, answer: Answer, fault: str | None, shown: set[str]) -> Item:
    low, high = definition.say(question.low, language), definition.say(question.high, language)
    when = question.when
    return Item(
        code=question.code,
        kind=question.kind,
        text=definition.say(question.text, language),
        required=question.required,
        options=_options(definition, language, question, answer, low, high),
        numbers=bool(question.scores),
        low=low,
        high=high,
        comment=definition.say(question.comment, language),
        written=answer.comment or "",
        fault=phrases(language)[fault].format(most=LONGEST) if fault else "",
        when=json.dumps({name: value for name, value in asdict(when).items() if value not in (None, ())}) if when else "",
        hidden=question.code not in shown,
    )


def _options(definition: Definition, language: str, question: Question, answer: Answer, low: str, high: str) -> list[Option]:
    if question.scores:
        ends = {question.scores[0]: low, question.scores[-1]: high}
        return [Option(str(score), str(score), answer.score == score, ends.get(score, "")) for score in question.scores]
    return [
        Option(choice.value, definition.say(choice.label, language) or choice.value, answer.choice == choice.value)
        for choice in question.choices
    ]
