"""Explanations: what one number is made of, down to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from helder.errors import BadQuestion
from helder.facts import Fact, of_employees
from helder.forms import bind
from helder.metrics import Measure, Metric, Need
from helder.model import calendars
from helder.model.money import minor_units_of
from helder.query.compute import frame_of, named
from helder.query.plan import plan
from helder.query.question import Question
from helder.query.scan import START, Frame, counted, rows_of
from helder.query.store import Store
from helder.query.suppress import is_sensitive, refuse_one_by_one, refuse_small

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The column that says why a row was left out.
LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Part:
    """Where the rows of one fact went: read = counted + left_out, whose entries give rows by reason, in the order applied.

    read, and rows by reason: None where asked in confidence, as those left out may be a small group. sql: the query that gives
    this part of the number. sample: some of the counted rows.
    """

    fact: str
    grain: str
    dated_by: str
    sql: str
    read: int | None
    counted: int
    left_out: dict[str, int | None]
    sample: pa.Table


@dataclass(frozen=True)
class Explanation:
    """What one metric's numbers are made of.

    calendars: those whose open hours count, in words. parts: one, or numerator and denominator where they are over two facts.
    """

    metric: Metric
    formula: str
    params: dict[str, Any]
    version: int
    zone: str
    calendars: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def sql(self) -> str:
        """The queries, one after another."""
        return ";\n\n".join(part.sql for part in self.parts)

    @property
    def read(self) -> int | None:
        """Rows read, over all parts; None where asked in confidence."""
        return added(part.read for part in self.parts)

    @property
    def counted(self) -> int:
        """Rows counted, over all parts."""
        return sum(part.counted for part in self.parts)

    @property
    def left_out(self) -> dict[str, int | None]:
        """Rows left out by reason, over all parts; None of each where asked in confidence."""
        reasons = dict.fromkeys(reason for part in self.parts for reason in part.left_out)
        return {one: added(part.left_out[one] for part in self.parts if one in part.left_out) for one in reasons}

    @property
    def sample(self) -> pa.Table:
        """Some of the rows counted; of the numerator, where there are two parts."""
        return self.parts[0].sample

    def to_record(self) -> dict[str, Any]:
        """As values that JSON has; the samples as lists of rows."""
        return {
            "metric": self.metric.name,
            "formula": self.formula,
            "params": self.params,
            "version": self.version,
            "zone": self.zone,
            "calendars": list(self.calendars),
            "read": self.read,
            "counted": self.counted,
            "left_out": self.left_out,
            "parts": [
                {**{field.name: getattr(part, field.name) for field in fields(part)}, "sample": part.sample.to_pylist()}
                for part in self.parts
            ],
        }


def added(rows: Iterable[int | None]) -> int | None:
    """Rows added up; None where some are not told."""
    told = list(rows)
    known = [n for n in told if n is not None]
    return sum(known) if len(known) == len(told) else None


def explain(question: Question, store: Store, *, now: datetime, sample: int = 10) -> Explanation:
    """What the one metric of a question is made of; without a sample of rows where it is about people who work here.

    In confidence it is not told how many rows were left out either: they are judged by nobody, and may be a small group.
    """
    metric = only(question)
    given = question.params.get(metric.name, {})
    frame = frame_of(question, store, now)
    refuse_small(metric, question, store, frame)
    sample = 0 if is_sensitive(metric, question) else sample
    parts = tuple(_part(measure, frame, store, sample) for measure in metric.measured(given).measures)
    if question.confidential:
        parts = tuple(replace(part, read=None, left_out=dict.fromkeys(part.left_out)) for part in parts)
    return Explanation(
        metric, metric.in_words(given), metric.values(given), metric.version, frame.zone, _calendars(question, store), parts
    )


def _calendars(question: Question, store: Store) -> tuple[str, ...]:
    """The calendars a question goes by, in words."""
    chosen = named(question, "calendar").values()
    return tuple(calendars.in_words(c) for name, c in store.calendars.items() if name in chosen or calendars.OWN in chosen)


def rows(
    question: Question, store: Store, *, now: datetime, limit: int | None, offset: int, part: int = 0, left_out: bool = False,
    newest: bool = False,
) -> pa.Table:  # fmt: skip
    """The counted rows behind the one metric of a question, in the order of the fact's key, or the last first; all where
    limit is None.

    part: 0, or 1 for the denominator of a metric over two facts. left_out: the rows read but not counted instead, each
    with the first reason that holds.
    """
    metric = only(question)
    measures = metric.measured(question.params.get(metric.name, {})).measures
    if not 0 <= part < len(measures):
        raise BadQuestion(f"{metric} has no part {part}.", where="part", fix=f"It has {len(measures)}; the first is 0.")
    measure, frame = measures[part], frame_of(question, store, now)
    refuse_one_by_one(metric, question)
    return store.engine.run((_left_out_rows if left_out else _counted_rows)(measure, frame, limit, offset, newest=newest))


#: What of an employee's answer is told.
_TOLD_OF_EMPLOYEES = ("respondent", "survey", "question", "instrument", LEFT_OUT)


def only(question: Question) -> Metric:
    """The one metric of a question; BadQuestion where it has several."""
    if len(question.metrics) != 1:
        raise BadQuestion("One metric is looked into at a time.", where=", ".join(map(str, question.metrics)), fix="Name one.")
    return question.metrics[0]


def _derived(measure: Measure, frame: Frame, *, undated: bool = False) -> ir.Table:
    fact = rows_of(measure, frame, undated=undated)
    return measure.fact.derive(fact) if measure.fact.derive else fact


def _part(measure: Measure, frame: Frame, store: Store, sample: int) -> Part:
    fact = _derived(measure, frame, undated=True)
    needs = _needs(measure, fact)
    met = [bind(fact, need.condition).fill_null(False) for need in needs]
    misses = {f"miss_{i}": fact.count(where=reduce(and_, met[:i], ibis.literal(True)) & ~met[i]) for i in range(len(met))}
    counts = store.engine.run(
        fact.aggregate(read=fact.count(), counted=fact.count(where=reduce(and_, met)), **misses)
    ).to_pylist()[0]
    (step,) = plan([measure], frame)
    return Part(
        fact=measure.fact.name,
        grain=measure.fact.grain,
        dated_by=measure.dated_by,
        sql=store.engine.sql(step.expression),
        read=counts["read"],
        counted=counts["counted"],
        left_out={need.otherwise: counts[f"miss_{i}"] for i, need in enumerate(needs)},
        sample=store.engine.run(_counted_rows(measure, frame, sample, 0)) if sample else pa.table({}),
    )


def _needs(measure: Measure, fact: ir.Table) -> tuple[Need, ...]:
    """What a row must be to be counted in some period: the measure's needs, and to be dated."""
    return (*measure.needs, Need(fact[measure.dated_by].notnull(), f"no {measure.dated_by}: in no period"))


def _counted_rows(measure: Measure, frame: Frame, limit: int | None, offset: int, *, newest: bool = False) -> ir.Table:
    fact = _derived(measure, frame)
    return _shown(fact.filter(counted(measure, fact)), measure, limit, offset, newest=newest)


def _left_out_rows(measure: Measure, frame: Frame, limit: int | None, offset: int, *, newest: bool = False) -> ir.Table:
    fact = _derived(measure, frame, undated=True)
    reasons = ((~bind(fact, need.condition).fill_null(False), need.otherwise) for need in _needs(measure, fact))
    fact = fact.mutate(**{LEFT_OUT: ibis.cases(*reasons, else_=ibis.null("string"))})
    return _shown(fact.filter(fact[LEFT_OUT].notnull()), measure, limit, offset, newest=newest)


def _shown(kept: ir.Table, measure: Measure, limit: int | None, offset: int, *, newest: bool) -> ir.Table:
    """Rows in the order of their key, or the last first, without the columns that are there for counting alone."""
    shown = [c for c in kept.columns if c != START and not c.startswith(("by_", "_")) and not c.endswith("_day")]
    key = [name for name in measure.fact.key if name in kept.columns]
    order = [ibis.desc(measure.dated_by), *key] if newest else key
    kept = kept.order_by(order).limit(limit, offset=offset)
    kept = kept.mutate(**_in_currency(kept, measure.fact)).select(*key, *(c for c in shown if c not in key))
    return _without_employees_words(kept, {*key, *_TOLD_OF_EMPLOYEES})


def _without_employees_words(rows: ir.Table, told: set[str]) -> ir.Table:
    """The rows with nothing in those that people who work here answered but that they did: they count, and are told of nobody."""
    if "respondent" not in rows.columns:
        return rows
    theirs = of_employees(rows)
    hidden = {name: ibis.ifelse(theirs, ibis.null(rows[name].type()), rows[name]) for name in rows.columns if name not in told}
    return rows.mutate(**hidden)


def _in_currency(fact: ir.Table, of: Fact) -> dict[str, ir.Value]:
    """Amounts in their currency's units, as people read them."""
    units = minor_units_of(fact)
    return {name: fact[name] / units for name in sorted(of.amounts) if name in fact.columns}
