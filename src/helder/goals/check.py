"""What can be wrong with a goal or a benchmark beside its columns: what it says of the catalogue, and of other goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helder.errors import UnknownName
from helder.facts import CLOCK
from helder.goals.adding import adding
from helder.goals.goal import Goal, Scope, goal
from helder.metrics import Catalog, Metric

_FIGURES = ("value", "low", "median", "high")


@dataclass(frozen=True)
class Fault:
    """A column of a row at fault, what it says, and the reason."""

    column: str
    value: str | float | None
    reason: str

    @property
    def written(self) -> str | None:
        """The value as people write it."""
        return f"{self.value:g}" if isinstance(self.value, int | float) else self.value

    def __str__(self) -> str:
        return f"{self.column} {'' if self.value is None else repr(self.value) + ' '}{self.reason}"


Row = Mapping[str, Any]
Faults = list[list[Fault]]


def of_goals(rows: Iterable[Row], there: Iterable[Row], catalog: Catalog) -> Faults:
    """The faults of rows of goals, in the order they were given; `there`: the rows of goals there are already.

    A row that says a metric, segment and period of which another goal speaks is at fault: one of them must be withdrawn.
    """
    holding: dict[str, Scope] = {one.goal_id: one.scope for one in map(goal, there) if not one.withdrawn}
    found = []
    for one in map(goal, rows):
        faults = [] if one.withdrawn else [*_of_goal(one, catalog), *_of_scope(one, holding)]
        found.append(faults)
        if one.withdrawn:
            holding.pop(one.goal_id, None)
        elif not faults:
            holding[one.goal_id] = one.scope
    return found


def of_benchmarks(rows: Iterable[Row], there: Iterable[Row], catalog: Catalog) -> Faults:
    """The faults of rows of benchmarks."""
    return [[*_of_benchmark(row, catalog)] for row in rows]


def _of_goal(one: Goal, catalog: Catalog) -> Iterator[Fault]:
    if one.target is None:
        yield Fault("target", None, "is missing; a goal that no longer holds is marked withdrawn")
    metric = catalog.get(one.metric)
    if metric is None:
        yield _unknown("metric", one.metric, catalog)
        return
    if one.target is not None:
        yield from _of_figure("target", one.target, metric)
    yield from _of_segment(one, metric)
    yield from _of_apart(one, metric)
    if adding(metric).needs_period and not (one.starts_on and one.ends_on):
        column = "ends_on" if one.starts_on else "starts_on"
        yield Fault(column, None, f"is missing: {metric} grows with its period, so its goal needs a first and a last day")
    if one.bound is None and metric.better is None:
        yield Fault("bound", None, f"is missing: neither way of {metric} is better, so say at least or at most")


def _of_segment(one: Goal, metric: Metric) -> Iterator[Fault]:
    if one.dimension is None and one.value is not None:
        yield Fault("dimension", None, f"is missing beside the value {one.value!r}")
    elif one.dimension is not None and one.dimension not in metric.dimensions:
        yield _unknown("dimension", one.dimension, metric.dimensions, f"dimension of {metric}")
    elif one.dimension is not None and one.value is None:
        yield Fault("value", None, f"is missing beside the dimension {one.dimension!r}")
    elif one.dimension in CLOCK and one.value is not None and not one.value.isdigit():
        yield Fault("value", one.value, f"is no {one.dimension}, which is a whole number")


def _of_apart(one: Goal, metric: Metric) -> Iterator[Fault]:
    measure = metric.measured({}).measures[0]
    if measure.spread and one.apart is None:
        yield Fault("apart", None, f"is missing: {metric} has a figure for each {measure.spread}, so say of which the goal is")
    if one.apart is not None and not (measure.spread or measure.apart):
        yield Fault("apart", one.apart, f"does not apply: {metric} has one figure only")


def _of_scope(one: Goal, holding: Mapping[str, Scope]) -> Iterator[Fault]:
    other = next((goal_id for goal_id, scope in holding.items() if scope == one.scope and goal_id != one.goal_id), None)
    if other is not None:
        yield Fault("goal_id", one.goal_id, f"says the metric, segment and period of the goal {other!r}; withdraw one of them")


def _of_benchmark(row: Row, catalog: Catalog) -> Iterator[Fault]:
    metric = catalog.get(row["metric"])
    if metric is None:
        yield _unknown("metric", row["metric"], catalog)
        return
    unit = row.get("unit")
    if unit is not None and unit != metric.unit.name and not (metric.unit.name == "money" and len(unit) == 3):
        yield Fault("unit", unit, f"is not what {metric} is in: {metric.unit.name}")
        return
    for name in _FIGURES:
        if row.get(name) is not None:
            yield from _of_figure(name, row[name], metric)


def _of_figure(column: str, figure: float, metric: Metric) -> Iterator[Fault]:
    """A figure that its unit cannot have; a share written in per cent above all."""
    unit = metric.unit.name
    if unit == "share" and not 0 <= figure <= 1:
        hint = f"; {figure:g} per cent is {figure / 100:g}" if 1 < figure <= 100 else ""
        yield Fault(column, figure, f"is no share, which lies between 0 and 1{hint}")
    if unit == "points" and not -100 <= figure <= 100:
        yield Fault(column, figure, "lies outside -100 to 100 points")
    if unit in ("s", "count") and figure < 0:
        yield Fault(column, figure, "is less than 0")


def _unknown(column: str, name: str, known: Iterable[str], kind: str | None = None) -> Fault:
    return Fault(column, name, f"is no {kind or column}. {UnknownName(kind or column, name, known).fix}")
