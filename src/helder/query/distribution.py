"""How the values that a metric is made of are spread: how many rows have which."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from helder.errors import BadQuestion
from helder.forms import bind
from helder.metrics import Measure, Metric
from helder.query.compute import frame_of
from helder.query.explain import only
from helder.query.question import Question
from helder.query.scan import counted, rows_of
from helder.query.suppress import refuse_one_by_one

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from helder.query.store import Store

#: Different values that are told one by one, at most, where they are whole numbers; deviations beyond which the last bin is open.
_ONE_BY_ONE, _FAR = 24, 3.0


@dataclass(frozen=True)
class Spread:
    """How many rows lie between one edge and the next, the last bin being open; of whole numbers how many have each.

    column: what the values are. edges: in the metric's unit; as many as counts where `whole`, else one more.
    """

    column: str
    unit: str
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    whole: bool


def distribution(question: Question, store: Store, *, now: datetime, bins: int = 12) -> Spread:
    """How the values of the one metric of a question are spread over the period.

    Raises BadQuestion for a metric that is made of no values row by row, and for one about people who work here.
    """
    metric = only(question)
    measure = metric.measured(question.params.get(metric.name, {}))
    if not isinstance(measure, Measure):
        raise _refused(metric)
    refuse_one_by_one(metric, question)
    fact = rows_of(measure, frame_of(question, store, now))
    fact = measure.fact.derive(fact) if measure.fact.derive else fact
    column, value = _values(metric, measure, fact)
    values = fact.filter(counted(measure, fact)).select(value=value).filter(lambda table: table["value"].notnull())
    return _spread(metric, column, values, store, bins)


def _values(metric: Metric, measure: Measure, fact: ir.Table) -> tuple[str, Any]:
    operand = getattr(measure.form, "of", None)
    if "score" in fact.columns:
        return "score", fact["score"].cast("float64")
    if operand is None or not bind(fact, operand).type().is_numeric() or metric.unit.name == "money":
        raise _refused(metric)
    return metric.unit.name, bind(fact, operand).cast("float64")


def _refused(metric: Metric) -> BadQuestion:
    return BadQuestion(
        f"{metric} is made of no values that could be spread.", where="distribution", fix="Choose a score, or a mean of times."
    )


def _spread(metric: Metric, column: str, values: ir.Table, store: Store, bins: int) -> Spread:
    value = values["value"]
    (told,) = store.engine.run(
        values.aggregate(
            n=value.count(),
            least=value.min(),
            most=value.max(),
            mean=value.mean(),
            deviation=value.std(how="pop"),
            broken=(value != value.floor()).any(),
        )
    ).to_pylist()
    unit = metric.unit.name
    if not told["n"]:
        return Spread(column, unit, (), (), whole=True)
    whole = not told["broken"] and told["most"] - told["least"] < _ONE_BY_ONE
    if whole:
        low, steps, size = told["least"], int(told["most"] - told["least"]) + 1, 1.0
    else:
        low, size = _nice(told["least"], min(told["most"], told["mean"] + _FAR * (told["deviation"] or 0.0)), bins)
        steps = bins
    place = ((value - low) / size).floor().cast("int64").clip(0, steps - 1)
    found = store.engine.run(values.group_by(place=place).aggregate(rows=values.count())).to_pylist()
    counts = {row["place"]: row["rows"] for row in found}
    edges = tuple(low + i * size for i in range(steps if whole else steps + 1))
    return Spread(column, unit, edges, tuple(int(counts.get(i, 0)) for i in range(steps)), whole=whole)


def _nice(least: float, most: float, bins: int) -> tuple[float, float]:
    """Where the first bin begins and how wide each is, so that the edges are round numbers."""
    wanted = max(most - least, 1e-9) / bins
    scale = 10.0 ** math.floor(math.log10(wanted))
    size = next(step * scale for step in (1.0, 1.5, 2.0, 3.0, 5.0, 10.0) if step * scale >= wanted)
    return math.floor(least / size) * size, size
