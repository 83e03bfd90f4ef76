"""The rows that two definitions treat differently: counted by one and not by the other, in another period, or otherwise."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import ibis

from helder.facts.grains import start_of
from helder.forms import Form, bind
from helder.metrics import Measure, Metric
from helder.query.compute import frame_of
from helder.query.question import Question
from helder.query.reconcile.added import Spans
from helder.query.reconcile.ways import Way
from helder.query.scan import day_of, rows_of
from helder.query.store import Store

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_COUNTED = "counted"
_OUTSIDE = "left out by the filter, or outside the days"


@dataclass(frozen=True)
class Disputed:
    """Rows that two ways treat differently. first, second: the ways, in words. reasons: rows by what each says of them.

    rows: some of them: the fact's key, and for each way what it says of the row, and the first day of its period.
    note: why the rows cannot be told, where they cannot.
    """

    first: str
    second: str
    fact: str
    total: int
    reasons: tuple[tuple[str, int], ...]
    rows: pa.Table | None
    note: str = ""


def disputed(
    metric: Metric, ways: tuple[Way, Way], names: tuple[str, str], spans: Spans, question: Question, store: Store,
    now: datetime, most: int,
) -> Disputed:  # fmt: skip
    """The rows that two ways treat differently, of the first fact of the metric in which there are any."""
    found = None
    pairs = zip(*(metric.measured(way.definition.params).measures for way in ways), strict=True)
    for first, second in pairs:
        if first.fact.periodic or second.fact.periodic or first.form.accumulates:
            note = "Its rows are made for each period, so that none of them is one definition's alone."
            return Disputed(*names, first.fact.name, 0, (), None, note)
        if first.fact.key != second.fact.key:
            note = f"One counts {first.fact.grain}, the other {second.fact.grain}."
            return Disputed(*names, first.fact.name, 0, (), None, note)
        found = _between((first, second), ways, names, spans, question, store, now, most)
        if found.total:
            return found
    assert found is not None
    return found


def _between(
    measures: tuple[Measure, Measure], ways: tuple[Way, Way], names: tuple[str, str], spans: Spans, question: Question,
    store: Store, now: datetime, most: int,
) -> Disputed:  # fmt: skip
    key = measures[0].fact.key
    operands = _operands(measures)
    sides = [
        _treated(measure, way, spans, question, store, now, f"_{i}", operands)
        for i, (measure, way) in enumerate(zip(measures, ways, strict=True))
    ]
    right = sides[1].rename({f"{name}_1": name for name in key})
    both = sides[0].outer_join(right, [sides[0][name] == right[f"{name}_1"] for name in key])
    both = both.mutate(**{name: ibis.coalesce(both[name], both[f"{name}_1"]) for name in key})
    both = both.mutate(said_0=both.said_0.fill_null(_OUTSIDE), said_1=both.said_1.fill_null(_OUTSIDE))
    counted = (both.said_0 == _COUNTED) | (both.said_1 == _COUNTED)
    otherwise = [~both[f"{name}_0"].identical_to(both[f"{name}_1"]) for name in operands]
    alike = (both.said_0 == _COUNTED) & (both.said_1 == _COUNTED)
    both = both.mutate(
        moved=alike & ~both.period_0.identical_to(both.period_1),
        otherwise=alike & reduce(or_, otherwise, ibis.literal(False)),
    )
    both = both.filter(counted & ((both.said_0 != both.said_1) | both.moved | both.otherwise))
    kinds = both.group_by("said_0", "said_1", "moved", "otherwise").aggregate(n=both.count())
    told = sorted(store.engine.run(kinds).to_pylist(), key=lambda row: -row["n"])
    shown = both.select(
        *key, first=both.said_0, second=both.said_1, first_period=both.period_0, second_period=both.period_1
    ).order_by(list(key))
    rows = store.engine.run(shown.limit(most))
    for name in ("first_period", "second_period"):  # engines make a timestamp of a date less some days
        place = rows.column_names.index(name)
        rows = rows.set_column(place, name, rows[name].cast("date32"))
    reasons = tuple((_reason(row), row["n"]) for row in told)
    return Disputed(*names, measures[0].fact.name, sum(n for _, n in reasons), reasons, rows)


def _reason(row: dict[str, Any]) -> str:
    """What two ways say of a row, in words."""
    if row["said_0"] != row["said_1"]:
        return f"the first: {row['said_0']}; the second: {row['said_1']}"
    found = [text for text, holds in (("in another period", row["moved"]), ("counted otherwise", row["otherwise"])) if holds]
    return f"counted by both, {' and '.join(found)}"


def _operands(measures: tuple[Measure, Measure]) -> list[str]:
    """Fields of the form that say how a row counts, where both forms have them."""
    forms = [measure.form for measure in measures]
    if type(forms[0]) is not type(forms[1]):
        return []
    return [f.name for f in fields(forms[0]) if not isinstance(getattr(forms[0], f.name), int | float | str | bool | None)]  # type: ignore[arg-type]


def _treated(
    measure: Measure, way: Way, spans: Spans, question: Question, store: Store, now: datetime, mark: str, operands: list[str]
) -> ir.Table:
    """Every row of a fact within the days: its key, what the way says of it, its period and how it counts."""
    own = question.where
    where = f"({own}) and ({way.where})" if own and way.where else way.where or own
    params = {question.metrics[0].name: dict(way.definition.params)}
    asked = replace(question, zone=way.zone, by=(), grain=None, since=None, until=None, where=where, params=params)
    since, until = spans.reach()
    frame = replace(frame_of(asked, store, now), since=since, until=until)
    fact = rows_of(measure, frame)
    fact = measure.fact.derive(fact) if measure.fact.derive else fact
    day: Any = day_of(fact, measure.dated_by, frame)
    needs = [(~bind(fact, need.condition).fill_null(False), need.otherwise) for need in measure.needs]
    period, edge = _period(day, way, spans)
    edges = [(edge, way.border.name)] if edge is not None else []
    said = ibis.cases(*needs, *edges, else_=_COUNTED) if needs or edges else ibis.literal(_COUNTED)
    form: Form = measure.form
    values = {f"{name}{mark}": bind(fact, getattr(form, name)) for name in operands}
    within = _within(period, spans)
    fact = fact.mutate(**{f"said{mark}": said, f"period{mark}": period, **values})
    fact = fact.filter(within) if within is not None else fact
    return fact.select(*measure.fact.key, f"said{mark}", f"period{mark}", *values)


def _period(day: Any, way: Way, spans: Spans) -> tuple[Any, Any]:
    """The label of a day's period, and whether the border leaves the day out."""
    grain = spans.theirs.grain
    if grain is None:
        return ibis.null("date"), None
    labels = [cell.start for cell in spans.theirs.cells if cell.start]
    shift = way.border.moved + (labels[0].weekday() if grain == "week" and labels else 0)
    period = (start_of(_plus(day, -shift), grain)).cast("date")
    label = _plus(period, shift - way.border.moved).cast("date")
    if way.border.longer >= 0:
        return label, None
    tomorrow = start_of(_plus(day, 1 - shift), grain)
    return label, tomorrow != period


def _plus(day: Any, days: int) -> Any:
    return day if not days else (day + ibis.interval(days=days)).cast("date")


def _within(period: Any, spans: Spans) -> Any:
    """Whether a row lies in one of their periods."""
    labels = sorted({cell.start for cell in spans.theirs.cells if cell.start})
    return period.between(labels[0] - timedelta(days=1), labels[-1] + timedelta(days=1)) if labels else None
