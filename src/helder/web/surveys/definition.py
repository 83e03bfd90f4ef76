"""What a survey asks, and how it looks: the part of it that a version keeps for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

#: A text by language (ISO 639-1).
Words = Mapping[str, str]

#: The kinds of question, and the scales on which the metrics of each count; the first is the usual one.
SCALES: dict[str, tuple[str, ...]] = {
    "nps": ("0-10", "1-10", "1-7", "1-5"),
    "csat": ("1-5", "1-3", "1-4", "1-7", "1-10", "0-10"),
    "ces": ("1-7", "1-5"),
    "employee": ("1-10", "1-5", "1-7", "0-10"),
    "rating": ("1-5", "1-3", "1-4", "1-7", "1-10", "0-10"),
    "intent": (),
    "task": (),
    "choice": (),
    "text": (),
}
KINDS = tuple(SCALES)
#: Kinds that no metric of their own is made of.
_OTHER = ("rating", "choice", "text")
RESPONDENTS = ("customer", "employee", "visitor")
COLOUR = "#0b6480"


def said(words: Words, language: str, default: str) -> str:
    """A text in a language, else in the survey's own."""
    return words.get(language) or words.get(default) or ""


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from. value: as it is kept, the same in every language."""

    value: str
    label: Words = field(default_factory=dict)


@dataclass(frozen=True)
class When:
    """The answer to an earlier question at which a question is asked: a score within bounds, or one of some choices."""

    question: str
    at_least: float | None = None
    at_most: float | None = None
    among: tuple[str, ...] = ()

    def holds(self, answer: Mapping[str, Any] | None) -> bool:
        """Whether it is so. answer: with score and choice, as far as they were given."""
        if answer is None:
            return False
        if self.among:
            return answer.get("choice") in self.among
        score = answer.get("score")
        if score is None:
            return False
        return (self.at_least is None or score >= self.at_least) and (self.at_most is None or score <= self.at_most)


@dataclass(frozen=True)
class Question:
    """One question.

    code: what its answers are known by. scale: "low-high", or words from lowest to highest parted by | (then the choices are
    those words). low, high: what the ends of the scale say. direction: of a ces question: ease, or effort. comment: what is
    asked under a scale, of which the answer is kept beside the score. when: only asked then. touchpoint, stage: what its answers
    are about; where it says nothing, what the link says.
    """

    code: str
    kind: str
    text: Words
    scale: str | None = None
    direction: str | None = None
    low: Words = field(default_factory=dict)
    high: Words = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    required: bool = False
    comment: Words = field(default_factory=dict)
    when: When | None = None
    touchpoint: str | None = None
    stage: str | None = None

    @property
    def instrument(self) -> str:
        """What it measures, as the table of answers calls it."""
        return "other" if self.kind in _OTHER else self.kind

    @cached_property
    def scores(self) -> tuple[int, ...]:
        """The scores of its scale, from the lowest; none where it has no scale in numbers."""
        if self.scale is None or "|" in self.scale:
            return ()
        low, _dash, high = self.scale.partition("-")
        return tuple(range(int(low), int(high) + 1))


@dataclass(frozen=True)
class Definition:
    """A survey as it is asked.

    languages: those it can be answered in, the default first. respondent: who answers it. logo: digest of the picture.
    """

    title: Words
    questions: tuple[Question, ...]
    languages: tuple[str, ...] = ("en",)
    respondent: str = "customer"
    intro: Words = field(default_factory=dict)
    thanks: Words = field(default_factory=dict)
    colour: str = COLOUR
    logo: str | None = None
    by_code: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {question.code: question for question in self.questions})

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]

    def say(self, words: Words, language: str) -> str:
        """A text in a language, else in the default."""
        return said(words, language, self.language)

    def asked(self, answers: Mapping[str, Mapping[str, Any]]) -> Iterator[Question]:
        """The questions to be asked of someone who answered so, in order. answers: by code, with score and choice."""
        asked: set[str] = set()
        for question in self.questions:
            when = question.when
            if when is None or (when.question in asked and when.holds(answers.get(when.question))):
                asked.add(question.code)
                yield question
