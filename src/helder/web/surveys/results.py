"""What people answered to each question: how many gave which answer, and what they wrote lately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from helder.model import TABLES
from helder.query.scan import Frame, rows_of
from helder.web.boards.data import Questions
from helder.web.surveys.definition import Definition, Question
from helder.web.surveys.models import Survey

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LATEST = 50


@dataclass(frozen=True)
class Bar:
    """One answer: how many gave it, and which share of those who answered."""

    label: str
    count: int
    share: float

    @property
    def width(self) -> str:
        """Of its bar."""
        return f"{self.share * 100:.1f}%"


@dataclass(frozen=True)
class Result:
    """One question: how many answered it, how many left it blank, and what they chose. written: answers in words."""

    text: str
    code: str
    answered: int
    blank: int
    bars: Sequence[Bar]
    written: int


@dataclass(frozen=True)
class Said:
    """Something that somebody wrote, with the answer it stands beside."""

    question: str
    chosen: str
    comment: str
    at: datetime


def results(survey: Survey, definition: Definition, questions: Questions) -> list[Result]:
    """Each question that the survey asks now, with the answers to it in every version, of those that may be seen."""
    t = seen(questions)
    given = t.filter(t.survey == survey.key).mutate(wrote=(t.comment.fill_null("") != "").cast("int64"))
    counted = given.group_by("question", "score", "choice").aggregate(n=given.count(), wrote=given.wrote.sum())
    found: dict[str, list[dict[str, Any]]] = {}
    for row in questions.workspace.engine.run(counted).to_pylist():
        found.setdefault(row["question"], []).append(row)
    return [_result(definition, question, found.get(question.code, [])) for question in definition.questions]


def said(survey: Survey, definition: Definition, questions: Questions) -> list[Said]:
    """What was written last, the latest first, each with its score, else with the first one of the same response."""
    engine, t = questions.workspace.engine, seen(questions)
    columns = ("response_id", "question", "score", "choice", "comment", "answered_at")
    wrote = t.filter((t.survey == survey.key) & (t.comment.fill_null("") != ""))
    rows = engine.run(wrote.order_by(wrote.answered_at.desc()).limit(_LATEST).select(*columns)).to_pylist()
    scored = t.filter(t.response_id.isin(["", *(row["response_id"] for row in rows if row["response_id"])]) & t.score.notnull())
    order = {question.code: place for place, question in enumerate(definition.questions)}
    others = sorted(engine.run(scored.select(*columns)).to_pylist(), key=lambda row: -order.get(row["question"], -1))
    beside = {row["response_id"]: row for row in others}
    return [_said(definition, row, row if _value(row) else beside.get(row["response_id"], row)) for row in rows]


def seen(questions: Questions) -> ir.Table:
    """The answers that may be seen. Raises NotInScope where it cannot be told which those are."""
    workspace, answers = questions.workspace, TABLES["answers"].expression
    metric = workspace.catalog["csat"]
    condition = workspace.scope.condition([metric])
    if condition is None:
        return answers
    zone = workspace.engine.zone
    frame = Frame({name: table.expression for name, table in TABLES.items()}, (), None, None, None, condition, zone, zone, 0.95)
    (measure,) = metric.measured({}).measures
    return answers.semi_join(rows_of(measure, frame, undated=True).select("answer_id"), "answer_id")


def _result(definition: Definition, question: Question, rows: Iterable[dict[str, Any]]) -> Result:
    chosen: dict[str, int] = {}
    blank = written = 0
    for row in rows:
        written += row["wrote"] or 0
        value = _value(row)
        if value:
            chosen[value] = chosen.get(value, 0) + row["n"]
        else:
            blank += row["n"]
    answered = written if question.kind == "text" else sum(chosen.values())
    blank -= written if question.kind == "text" else 0
    offered = [(str(score), str(score)) for score in question.scores] or [
        (choice.value, definition.say(choice.label, definition.language) or choice.value) for choice in question.choices
    ]
    bars = [Bar(label, chosen.get(value, 0), chosen.get(value, 0) / answered if answered else 0.0) for value, label in offered]
    return Result(definition.say(question.text, definition.language), question.code, answered, blank, bars, written)


def _said(definition: Definition, row: dict[str, Any], beside: dict[str, Any]) -> Said:
    question, about = definition.by_code.get(row["question"] or ""), definition.by_code.get(beside["question"] or "")
    text = definition.say(question.text, definition.language) if question else str(row["question"])
    labels = {choice.value: definition.say(choice.label, definition.language) for choice in about.choices} if about else {}
    value = _value(beside)
    return Said(text, labels.get(value) or value, row["comment"], row["answered_at"].replace(tzinfo=UTC))


def _value(row: dict[str, Any]) -> str:
    score = row["score"]
    if score is not None:
        return f"{score:g}"
    return row["choice"] or ""
