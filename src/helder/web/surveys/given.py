"""What a form gives in answer to questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from helder.web.surveys.definition import Question

#: Longer texts are refused, not cut.
LONGEST = 4000


@dataclass(frozen=True)
class Answer:
    """One answer as far as it was given."""

    score: float | None = None
    choice: str | None = None
    comment: str | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing was given."""
        return self.score is None and self.choice is None and self.comment is None


@dataclass(frozen=True)
class Given:
    """The answers that can be kept, and what is wrong with the others: the name of a phrase, by the question's code."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def read(questions: Iterable[Question], form: Mapping[str, str]) -> Given:
    """Read the answers to some questions from a form's fields."""
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for question in questions:
        chosen, comment = form.get(f"answer-{question.code}", ""), form.get(f"comment-{question.code}", "")
        answer = _answer(question, chosen, comment)
        if isinstance(answer, str):
            faults[question.code] = answer
        else:
            answers[question.code] = answer
    return Given(answers, faults)


def chosen(question: Question, text: str) -> Answer | None:
    """The answer that a link has chosen already; None where it is none of the question's."""
    answer = None if question.kind == "text" or not text else _answer(question, text, "")
    return answer if isinstance(answer, Answer) else None


def _answer(question: Question, chosen: str, comment: str) -> Answer | str:
    if question.kind == "text":
        chosen, comment = "", chosen
    comment = comment.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(comment) > LONGEST:
        return "too_long"
    said = comment or None
    if not chosen:
        return Answer(comment=said)
    if question.scores:
        return Answer(score=float(chosen), comment=said) if chosen in map(str, question.scores) else "not_offered"
    if chosen in (choice.value for choice in question.choices):
        return Answer(choice=chosen, comment=said)
    return "not_offered"
