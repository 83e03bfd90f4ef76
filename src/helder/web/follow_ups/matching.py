"""The answers that fit a rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from helder.errors import NotInScope
from helder.facts import Source, of_employees
from helder.facts.tables import ANSWERS
from helder.model import BATCH, TABLES
from helder.query.scope import WHOLE, Scope
from helder.web import serving
from helder.web.accounts.seeing import scope_of_departments
from helder.web.follow_ups.models import Instrument, Rule
from helder.web.surveys.results import seen

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Clocks of other systems go wrong by so much at most; an answer of later than that is no answer of today.
_AHEAD = timedelta(hours=1)
_COLUMNS = ("answer_id", "response_id", "customer_id", "question", "survey", "touchpoint", "scale", "value", "answered_at")


def fitting(rule: Rule, after: int, since: datetime, until: datetime) -> ir.Table:
    """Answers of customers that fit a rule, of loads later than `after`, given from one moment to another.

    Raises NotInScope where it cannot be told which rows are meant.
    """
    t = _scored(seen(serving.now().questions.within(scope_of(rule))))
    value = t.ease if rule.instrument == Instrument.CES else t.score
    wanted = [
        t[BATCH] > after,
        t.instrument == rule.instrument,
        t.scale == rule.scale,
        value.between(rule.low, rule.high),
        t.answered_at >= _plain(since),
        t.answered_at <= _plain(until + _AHEAD),
        ~of_employees(t),
    ]
    wanted += [t.question == rule.question] if rule.question else []
    return t.mutate(value=value).filter(*wanted).select(*_COLUMNS)


def first(found: ir.Table, most: int) -> list[dict[str, Any]]:
    """The first answers of those that fit, so many at most, with moments in UTC."""
    rows = serving.now().questions.workspace.engine.run(found.order_by("answered_at", "answer_id").limit(most)).to_pylist()
    return [{**row, "answered_at": row["answered_at"].replace(tzinfo=UTC)} for row in rows]


def count(found: ir.Table) -> int:
    """How many responses those are, an answer without one counting by itself."""
    alone, together = found.filter(found.response_id.isnull()), found.response_id.nunique()
    engine = serving.now().questions.workspace.engine
    (responses,) = engine.run(found.aggregate(n=together)).to_pylist()
    (answers,) = engine.run(alone.aggregate(n=alone.count())).to_pylist()
    return int(responses["n"] + answers["n"])


def scores_now(answers: Iterable[str]) -> dict[str, float | None]:
    """The score that answers have now, as rules see it; those that are gone are not in it."""
    t = _scored(TABLES["answers"].expression)
    value = (t.instrument == Instrument.CES.value).ifelse(t.ease, t.score)
    t = t.filter(t.answer_id.isin(["", *answers])).select("answer_id", value=value)
    return {row["answer_id"]: row["value"] for row in serving.now().questions.workspace.engine.run(t).to_pylist()}


def scope_of(rule: Rule) -> Scope:
    """The rows that a rule looks at: those of its department that have every value it is narrowed to."""
    whole = scope_of_departments([rule.rows_of]) if rule.rows_of else WHOLE
    narrowed = tuple((name, (value,)) for name, value in rule.filters)
    if not narrowed:
        return whole
    return Scope(tuple((*part, *narrowed) for part in ([()] if whole.parts is None else whole.parts)))


def check(rule: Rule) -> None:
    """Raise NotInScope for a rule of which it cannot be told which answers it means."""
    if scope_of(rule).parts == ():
        raise NotInScope("A department without rows has no answers.", where="rows_of", fix="Choose another.")
    now = datetime.now(UTC)
    serving.now().questions.workspace.engine.run(fitting(rule, 0, now, now).limit(1))


def latest_load() -> int:
    """The number of the last load that changed answers."""
    return int(serving.now().questions.workspace.engine.batches().get("answers", 0))


def _scored(answers: ir.Table) -> ir.Table:
    """Answers with their scale, the place of a word on it, and scores of effort turned into ease."""
    assert ANSWERS.derive is not None
    return ANSWERS.derive(ANSWERS.build(Source({"answers": answers})))


def _plain(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
