"""The plan: one aggregate over each fact gives the parts of all metrics asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from helder.forms import Part, bind
from helder.metrics import Measure
from helder.query.scan import ROWS, START, Frame, counted, dimension_columns, rows_of

_THING = "_thing"


@dataclass(frozen=True, eq=False)
class Step:
    """One query. columns: per measure, part name to column; extras: the columns beside start and dimensions in the key."""

    expression: ir.Table
    extras: tuple[str, ...]
    columns: tuple[tuple[Measure, dict[str, str]], ...]


def plan(measures: Iterable[Measure], frame: Frame) -> list[Step]:
    """The queries for some measures: those on one fact, dated alike, are one query.

    A measure that is not additive shares it only where no column keeps its rows apart from those of its own cells; one
    whose rows are put together by thing, with others of that thing.
    """
    return [_step(group, frame) for group in _groups(list(dict.fromkeys(measures)))]


def _groups(wanted: list[Measure]) -> list[list[Measure]]:
    """Measures that share a query."""
    shared: dict[object, list[Measure]] = {}
    for measure in wanted:
        if measure.form.additive:
            shared.setdefault(scan_of(measure), []).append(measure)
    groups: dict[object, list[Measure]] = {}
    for measure in wanted:
        others, own = shared.get(scan_of(measure), []), extras_of([measure])
        joins = measure.form.additive or (extras_of(others) == own and not alike(others))
        together = repr(measure.form.thing) if measure.form.thing is not None else None
        groups.setdefault((scan_of(measure), together, None if joins and not together else own), []).append(measure)
    return list(groups.values())


def scan_of(measure: Measure) -> tuple[object, ...]:
    """Equal for measures that read the same rows in the same way."""
    return (measure.fact, measure.dated_by, measure.form.accumulates)


def extras_of(group: Iterable[Measure]) -> tuple[str, ...]:
    """Columns that keep the cells of some measures apart, beside period and dimensions."""
    return tuple(dict.fromkeys(c for m in group for c in (m.apart, m.spread) if c))


def alike(group: Sequence[Measure]) -> bool:
    """Whether rows with equal values can be put together, with their number, before anything is computed."""
    return bool(group) and all(m.reads and m.form.additive for m in group)


def _step(group: list[Measure], frame: Frame) -> Step:
    first = group[0]
    fact = rows_of(first, frame)
    keys = keys_of(first, frame)
    if not alike(group):
        return step_of(group, frame, fact, keys)
    return step_of(group, frame, put_together(group, fact, keys), keys, weight=ROWS)


def keys_of(measure: Measure, frame: Frame) -> tuple[str, ...]:
    """The columns of a measure's query that say which period and which values of the dimensions a row is of."""
    return (*((START,) if has_start(measure, frame) else ()), *dimension_columns(frame.by))


def put_together(group: Sequence[Measure], fact: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """Rows with equal values in all that some measures read, as one with their number."""
    reads = dict.fromkeys((*(c for m in group for c in m.reads), *group[0].fact.derived_from))
    return fact.group_by(*keys, *reads).aggregate(**{ROWS: fact.count()})


def step_of(group: Sequence[Measure], frame: Frame, fact: ir.Table, keys: tuple[str, ...], weight: str | None = None) -> Step:
    """The query over rows that are as many as `weight` says, where that is a column."""
    first, extras = group[0], extras_of(group)
    if first.fact.derive:
        fact = first.fact.derive(fact)
    parts, named = parts_of(group, fact)
    if first.form.thing is not None:
        cells = _by_thing(fact, (*keys, *extras), bind(fact, first.form.thing), parts)
    else:
        cells = _aggregated(fact, (*keys, *extras), parts, fact[weight] if weight else None)
    return fetched(cells, (*keys, *extras), named, frame, extras)


def parts_of(group: Sequence[Measure], fact: ir.Table) -> tuple[dict[str, Part], dict[Measure, dict[str, str]]]:
    """The parts of some measures by the column each is in, equal ones once, and by measure and part the column."""
    wanted: dict[object, tuple[str, Part]] = {}
    named: dict[Measure, dict[str, str]] = {}
    for measure in group:
        parts = measure.form.parts(fact, counted(measure, fact))
        named[measure] = {name: wanted.setdefault(p.identity, (f"part_{len(wanted)}", p))[0] for name, p in parts.items()}
    return dict(wanted.values()), named


def _aggregated(fact: ir.Table, keys: tuple[str, ...], parts: Mapping[str, Part], rows: ir.IntegerColumn | None) -> ir.Table:
    """A row per cell with its parts; distinct things alone are put together first, which is the faster way to count them."""
    things = {part.of.op() for part in parts.values() if part.kind == "distinct"}
    if len(things) == 1 and all(part.kind == "distinct" for part in parts.values()):
        (thing,) = things
        met = {column: fact.count(where=part.where) > 0 for column, part in parts.items()}
        fact = fact.group_by(*keys, thing.to_expr().name(_THING)).aggregate(**met).filter(ibis._[_THING].notnull())
        return fact.aggregate({column: fact.count(where=fact[column]) for column in parts}, by=keys)
    return fact.aggregate({column: part.aggregate(fact, rows) for column, part in parts.items()}, by=keys)


def _by_thing(fact: ir.Table, keys: tuple[str, ...], thing: ir.Value, parts: Mapping[str, Part]) -> ir.Table:
    """A row per cell with its parts, added up over things of which each had its rows put together first."""
    own: dict[object, tuple[str, Part]] = {}

    def of_thing(part: Part) -> str:
        return own.setdefault(part.identity[:4], (f"own_{len(own)}", part))[0]

    factors = {c: [of_thing(part), *([of_thing(part.times)] if part.times else [])] for c, part in parts.items()}
    met = {column: part.aggregate(fact, None) for column, part in own.values()}
    things = fact.group_by(*keys, thing.name(_THING)).aggregate(**met).filter(ibis._[_THING].notnull())
    return things.aggregate({c: reduce(mul, (things[name] for name in names)).sum() for c, names in factors.items()}, by=keys)


def fetched(
    cells: ir.Table, keys: tuple[str, ...], named: Mapping[Measure, Mapping[str, str]], frame: Frame, extras: tuple[str, ...]
) -> Step:
    """The step whose rows hold what the forms make of their aggregates."""
    values: dict[object, tuple[str, ir.Value]] = {}
    columns = []
    for measure, parts in named.items():
        values_of = measure.form.fetched({name: cells[column] for name, column in parts.items()}, frame.confidence)
        found = {}
        for name, value in values_of.items():
            column = value.get_name() if isinstance(value.op(), ops.Field) else f"value_{len(values)}"
            found[name], _ = values.setdefault(value.op(), (column, value))
        columns.append((measure, found))
    names = [name for name, _ in values.values()]
    expression = cells if [*keys, *names] == list(cells.columns) else cells.select(*keys, **dict(values.values()))
    return Step(expression, extras, tuple(columns))


def has_start(measure: Measure, frame: Frame) -> bool:
    """Whether the rows of a measure's query are per period."""
    return frame.grain is not None or measure.fact.periodic
