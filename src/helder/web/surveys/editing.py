"""Changing what a survey asks: questions added, moved, removed, replaced. Each gives a new definition, checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from helder.errors import UnknownName
from helder.web.surveys import reading, starting
from helder.web.surveys.definition import SCALES, Choice, Definition, Question, Words


def added(definition: Definition, kind: str) -> tuple[Definition, str]:
    """With one more question of a kind, worded as the ready-made survey of that kind does; and its code."""
    code = _free_code(definition, kind)
    return _checked(replace(definition, questions=(*definition.questions, begun(definition, kind, code)))), code


def moved(definition: Definition, code: str, by: int) -> Definition:
    """With a question so many places further down."""
    questions = list(definition.questions)
    at = _place(definition, code)
    to = min(max(at + by, 0), len(questions) - 1)
    questions.insert(to, questions.pop(at))
    return _checked(replace(definition, questions=tuple(questions)))


def removed(definition: Definition, code: str) -> Definition:
    """Without a question."""
    at = _place(definition, code)
    return _checked(replace(definition, questions=(*definition.questions[:at], *definition.questions[at + 1 :])))


def replaced(definition: Definition, code: str, question: Question) -> Definition:
    """With another question in the place of one; those asked after an answer to it follow where its code is another."""
    at = _place(definition, code)
    questions = [*definition.questions[:at], question, *definition.questions[at + 1 :]]
    for place, one in enumerate(questions):
        if one.when is not None and one.when.question == code:
            questions[place] = replace(one, when=replace(one.when, question=question.code))
    return _checked(replace(definition, questions=tuple(questions)))


def begun(definition: Definition, kind: str, code: str) -> Question:
    """A question of a kind to begin with, in the languages of the survey."""
    for start in starting.STARTS:
        for question in starting.definition(start.key).questions:
            if question.kind == kind and question.when is None:
                return _in_languages(replace(question, code=code, required=False), definition)
    raise UnknownName(_("kind of question"), kind, SCALES)


def _in_languages(question: Question, definition: Definition) -> Question:
    """The question with its words in the survey's languages, and in its first one whatever that is."""

    def kept(words: Words) -> Words:
        known = {language: words[language] for language in definition.languages if language in words}
        return known if definition.language in known or not words else {definition.language: words["en"], **known}

    choices = tuple(Choice(choice.value, kept(choice.label)) for choice in question.choices)
    texts: dict[str, Any] = {name: kept(getattr(question, name)) for name in ("text", "low", "high", "comment")}
    return replace(question, choices=choices, **texts)


def _checked(definition: Definition) -> Definition:
    reading.check(definition)
    return definition


def _place(definition: Definition, code: str) -> int:
    for place, question in enumerate(definition.questions):
        if question.code == code:
            return place
    raise UnknownName(_("question"), code, definition.by_code)


def _free_code(definition: Definition, kind: str) -> str:
    number = 1
    while (code := kind if number == 1 else f"{kind}_{number}") in definition.by_code:
        number += 1
    return code
