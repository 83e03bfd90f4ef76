"""Definitions of surveys to and from JSON, checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from helder.errors import BadInput, UnknownName
from helder.web.surveys.definition import (
    COLOUR,
    KINDS,
    RESPONDENTS,
    SCALES,
    Choice,
    Definition,
    Question,
    When,
    Words,
)

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LONGEST, _MOST_QUESTIONS, _MOST_CHOICES = 2000, 100, 40
YES_NO = ("yes", "no")


def to_json(definition: Definition) -> dict[str, Any]:
    """A definition as plain values; what is not given is left out."""
    return {**_plain(definition, ("by_code", "questions")), "questions": [_question_plain(one) for one in definition.questions]}


def written(definition: Definition) -> str:
    """A definition as the text of a JSON file."""
    return json.dumps(to_json(definition), ensure_ascii=False, indent=2) + "\n"


def from_text(text: str) -> Definition:
    """The definition in a JSON file. Raises BadInput or UnknownName where it cannot be one."""
    try:
        return from_json(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This is no JSON: {error}.", where="survey", fix="Give a file that was saved from a survey.") from error


def from_json(given: Any) -> Definition:
    """The definition that plain values say. Raises BadInput or UnknownName, naming the question, where they cannot be one."""
    found = _only(given, {one.name for one in fields(Definition)} - {"by_code"}, "survey")
    languages = tuple(_texts(found.get("languages", ["en"]), "languages"))
    if not languages or len(set(languages)) < len(languages):
        raise BadInput("A survey is in one or more languages, each named once.", where="languages")
    for language in languages:
        _match(_LANGUAGE, language, "languages", "Write a language as en, nl or da (ISO 639).")
    respondent = found.get("respondent", "customer")
    if respondent not in RESPONDENTS:
        raise UnknownName("respondent", str(respondent), RESPONDENTS, where="respondent")
    colour = _match(_COLOUR, str(found.get("colour") or COLOUR).lower(), "colour", "Write a colour as #0b6480.")
    asked = found.get("questions")
    if not isinstance(asked, list) or len(asked) > _MOST_QUESTIONS:
        raise BadInput(f"A survey has a list of at most {_MOST_QUESTIONS} questions.", where="questions")
    made = Definition(
        title=_words(found.get("title"), "title"),
        languages=languages,
        respondent=respondent,
        intro=_words(found.get("intro"), "intro"),
        thanks=_words(found.get("thanks"), "thanks"),
        colour=colour,
        logo=_text(found.get("logo"), "logo", 64) or None,
        questions=tuple(question(one, f"question {i}") for i, one in enumerate(asked, 1)),
    )
    check(made)
    return made


def check(definition: Definition) -> None:
    """Raises BadInput where questions do not go together: a code given twice, a text missing, an answer asked about too late."""
    language, before = definition.language, dict[str, Question]()
    if not definition.title.get(language):
        raise BadInput(f"The title is missing in {language}, the survey's first language.", where="title")
    for number, question in enumerate(definition.questions, 1):
        where = f"question {number} ({question.code})"
        if question.code in before:
            raise BadInput(f"Two questions have the code {question.code!r}.", where=where, fix="Give each its own.")
        if not question.text.get(language):
            raise BadInput(f"Its text is missing in {language}, the survey's first language.", where=where)
        if question.when is not None:
            _when_fits(question.when, before, where)
        before[question.code] = question


def _when_fits(when: When, before: Mapping[str, Question], where: str) -> None:
    if when.question not in before:
        raise UnknownName("earlier question", when.question, before, where=where)
    about = before[when.question]
    known = [choice.value for choice in about.choices]
    for value in when.among:
        if value not in known:
            raise UnknownName(f"choice of {about.code}", value, known, where=where)
    if about.scores and when.among:
        raise BadInput(f"{about.code} is answered by a score.", where=where, fix="Say at_least or at_most.")
    if not about.scores and not when.among:
        raise BadInput(f"It is asked after no answer to {about.code}.", where=where, fix="Say which choices, in among.")
    if about.scores and when.at_least is None and when.at_most is None:
        raise BadInput(f"It is asked after no answer to {about.code}.", where=where, fix="Say at_least or at_most.")


def question(given: Any, where: str) -> Question:
    """The question that plain values say. Raises BadInput or UnknownName where they cannot be one."""
    found = _only(given, {one.name for one in fields(Question)}, where)
    code = _match(_CODE, str(found.get("code", "")), where, "A code is small letters, digits and _, and begins with a letter.")
    where = f"{where} ({code})"
    kind = found.get("kind")
    if kind not in KINDS:
        raise UnknownName("kind of question", str(kind), KINDS, where=where)
    made = Question(
        code=code,
        kind=kind,
        text=_words(found.get("text"), f"{where}: text"),
        scale=_text(found.get("scale"), f"{where}: scale", 400) or None,
        direction=_text(found.get("direction"), f"{where}: direction", 10) or None,
        low=_words(found.get("low"), f"{where}: low"),
        high=_words(found.get("high"), f"{where}: high"),
        choices=_choices(found.get("choices"), where),
        required=_yes(found.get("required"), f"{where}: required"),
        comment=_words(found.get("comment"), f"{where}: comment"),
        when=_when(found.get("when"), f"{where}: when"),
        touchpoint=_text(found.get("touchpoint"), f"{where}: touchpoint", 100) or None,
        stage=_text(found.get("stage"), f"{where}: stage", 100) or None,
    )
    return _completed(made, where)


def _completed(question: Question, where: str) -> Question:
    """The question with the usual scale and direction of its kind. Raises where it cannot be answered."""
    values = [choice.value for choice in question.choices]
    if len(set(values)) < len(values):
        raise BadInput("Two choices have the same value.", where=where)
    if question.kind != "ces" and question.direction:
        raise BadInput("Only a ces question has a direction.", where=where)
    if question.direction not in (None, "ease", "effort"):
        raise UnknownName("direction", str(question.direction), ("ease", "effort"), where=where)
    if question.kind == "ces" and question.direction is None:
        question = replace(question, direction="ease")
    if question.kind in ("task", "employee") and question.scale is None and values and sorted(values) != ["no", "yes"]:
        raise BadInput("Its choices are yes and no.", where=where, fix="Word them as you like in their labels.")
    if question.kind == "task" and not values:
        return replace(question, choices=tuple(Choice(value) for value in YES_NO))
    if SCALES[question.kind]:
        return _scaled(question, values, where)
    if question.scale:
        raise BadInput(f"A {question.kind} question has no scale.", where=where)
    if (question.kind == "text" and values) or (question.kind in ("intent", "choice") and len(values) < 2):
        wanted = "no choices" if question.kind == "text" else "two choices or more"
        raise BadInput(f"A {question.kind} question has {wanted}.", where=where)
    return question


def _scaled(question: Question, values: list[str], where: str) -> Question:
    if question.scale is None and question.kind == "employee" and values:
        return question
    scale = question.scale or SCALES[question.kind][0]
    if "|" in scale:
        words = [word.strip() for word in scale.split("|")]
        if values and words != values:
            raise BadInput("The choices of a scale in words are its words, in their order.", where=where)
        if len(set(words)) < len(words) or not all(words):
            raise BadInput("The words of a scale differ, and none is empty.", where=where)
        if f"1-{len(words)}" not in SCALES[question.kind]:
            raise BadInput(f"A {question.kind} question cannot have {len(words)} words.", where=where)
        choices = question.choices or tuple(Choice(word) for word in words)
        return replace(question, scale="|".join(words), choices=choices)
    if scale not in SCALES[question.kind]:
        raise UnknownName(f"scale of a {question.kind} question", scale, SCALES[question.kind], where=where)
    if values:
        raise BadInput("A question with a scale in numbers has no choices.", where=where)
    return replace(question, scale=scale)


def _choices(given: Any, where: str) -> tuple[Choice, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > _MOST_CHOICES:
        raise BadInput(f"Choices are a list of at most {_MOST_CHOICES}.", where=where)
    made = []
    for number, one in enumerate(given, 1):
        found = _only(one, {"value", "label"}, f"{where}: choice {number}")
        value = _text(found.get("value"), f"{where}: choice {number}", 100)
        if not value or "|" in value:
            raise BadInput("A choice has a value, without |.", where=f"{where}: choice {number}")
        made.append(Choice(value, _words(found.get("label"), f"{where}: choice {number}")))
    return tuple(made)


def _when(given: Any, where: str) -> When | None:
    if given is None:
        return None
    found = _only(given, {"question", "at_least", "at_most", "among"}, where)
    bounds = {}
    for name in ("at_least", "at_most"):
        value = found.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise BadInput(f"{name} is a number.", where=where)
        bounds[name] = None if value is None else float(value)
    return When(str(found.get("question", "")), **bounds, among=tuple(_texts(found.get("among", []), where)))


def _only(given: Any, known: set[str], where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise BadInput("It is written as names and values.", where=where)
    for name in given:
        if name not in known:
            raise UnknownName("part", str(name), known, where=where)
    return given


def _words(given: Any, where: str) -> Words:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadInput('It is a text by language, as {"en": "..."}.', where=where)
    made = {_match(_LANGUAGE, str(k), where, "Write a language as en, nl or da."): _text(v, where) for k, v in given.items()}
    return {language: text for language, text in made.items() if text}


def _text(given: Any, where: str, longest: int = _LONGEST) -> str:
    if given is None:
        return ""
    if not isinstance(given, str) or len(given) > longest or "\x00" in given:
        raise BadInput(f"It is a text of at most {longest} characters.", where=where)
    return given.strip()


def _texts(given: Any, where: str) -> list[str]:
    if not isinstance(given, list):
        raise BadInput("It is a list of texts.", where=where)
    return [_text(one, where) for one in given]


def _yes(given: Any, where: str) -> bool:
    if given not in (None, True, False):
        raise BadInput("It is true or false.", where=where)
    return bool(given)


def _match(pattern: re.Pattern[str], text: str, where: str, fix: str) -> str:
    if not pattern.fullmatch(text):
        raise BadInput(f"It cannot be {text[:60]!r}.", where=where, fix=fix)
    return text


def _question_plain(question: Question) -> dict[str, Any]:
    made = _plain(question, ("choices", "when"))
    if question.choices:
        made["choices"] = [_plain(one, ()) for one in question.choices]
    if question.when:
        made["when"] = _plain(question.when, ())
    return made


def _plain(one: Any, without: tuple[str, ...]) -> dict[str, Any]:
    values = {part.name: getattr(one, part.name) for part in fields(one) if part.name not in without}
    made = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    made = {name: dict(value) if isinstance(value, Mapping) else value for name, value in made.items()}
    return {name: value for name, value in made.items() if value not in (None, {}, [], False)}
