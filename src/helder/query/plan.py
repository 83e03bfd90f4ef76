"""The plan: one aggregate over each fact gives the parts of all metrics asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from operator import and_, mul
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from helder.errors import UnknownName
from helder.facts import CLOCK, NO_CALENDARS, Dimension, Fact, OpeningHours, Period, Source, clock_columns, conditions, looked_up
from helder.facts.days import local_date
from helder.forms import Part, bind
from helder.metrics import Measure
from helder.model import BATCH
from helder.model.money import minor_units_of
from helder.query.periods import start_of

START = "_start"
#: Dates that stand in a plan for the question's own since and until, so that one plan serves every period.
SINCE, UNTIL = date(1, 3, 7), date(1, 9, 21)
#: A grain of its own: the number of half-hours since 1970 in UTC, of which the days of any zone can be made.
HALF_HOUR = "half-hour"
_ROWS = "_rows"
_THING = "_thing"


@dataclass(frozen=True)
class Frame:
    """What a plan needs beside the measures: the cut, and what the facts are made of.

    stored_zone: the zone of the stored local dates. periods: those asked for, for facts made per period. ends: the UTC
    instant on the last day before which what is dated by instants must lie. Equal frames cut alike; their tables are not
    compared.
    """

    tables: Mapping[str, ir.Table] = field(compare=False)
    by: tuple[str, ...]
    grain: str | None
    since: date | None
    until: date | None
    where: str | None
    zone: str
    stored_zone: str
    confidence: float
    periods: tuple[Period, ...] = ()
    ends: datetime | None = None
    hours: OpeningHours = field(default=NO_CALENDARS, compare=False, repr=False)

    @property
    def dates(self) -> tuple[date, date]:
        """What SINCE and UNTIL stand for; a plan without a bound does not speak of it."""
        return self.since or SINCE, self.until or UNTIL

    def for_any_period(self) -> Frame:
        """The same cut with SINCE and UNTIL for its dates, of facts that are not made per period."""
        return replace(self, since=self.since and SINCE, until=self.until and UNTIL, periods=())


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
    wanted = list(dict.fromkeys(measures))
    shared: dict[object, list[Measure]] = {}
    for measure in wanted:
        if measure.form.additive:
            shared.setdefault(_scan(measure), []).append(measure)
    groups: dict[object, list[Measure]] = {}
    for measure in wanted:
        others, own = shared.get(_scan(measure), []), _extras([measure])
        joins = measure.form.additive or (_extras(others) == own and not _counts_alike(others))
        together = repr(measure.form.thing) if measure.form.thing is not None else None
        groups.setdefault((_scan(measure), together, None if joins and not together else own), []).append(measure)
    return [_step(group, frame) for group in groups.values()]


def _scan(measure: Measure) -> tuple[object, ...]:
    return (measure.fact, measure.dated_by, measure.form.accumulates)


def _extras(group: Iterable[Measure]) -> tuple[str, ...]:
    """Columns that keep the cells of some measures apart, beside period and dimensions."""
    return tuple(dict.fromkeys(c for m in group for c in (m.apart, m.spread) if c))


def _counts_alike(group: Sequence[Measure]) -> bool:
    """Whether rows with equal values can be put together, with their number, before anything is computed."""
    return bool(group) and all(m.reads and m.form.additive for m in group)


def _step(group: list[Measure], frame: Frame) -> Step:
    first = group[0]
    fact = rows_of(first, frame)
    extras = _extras(group)
    keys = (*((START,) if has_start(first, frame) else ()), *dimension_columns(frame.by))
    weight = None
    if _counts_alike(group):
        reads = dict.fromkeys((*(c for m in group for c in m.reads), *first.fact.derived_from))
        fact = fact.group_by(*keys, *reads).aggregate(**{_ROWS: fact.count()})
        weight = _ROWS
    if first.fact.derive:
        fact = first.fact.derive(fact)
    wanted: dict[object, tuple[str, Part]] = {}
    named: dict[Measure, dict[str, str]] = {}
    for measure in group:
        parts = measure.form.parts(fact, counted(measure, fact))
        named[measure] = {name: wanted.setdefault(p.identity, (f"part_{len(wanted)}", p))[0] for name, p in parts.items()}
    if first.form.thing is not None:
        cells = _by_thing(fact, (*keys, *extras), bind(fact, first.form.thing), dict(wanted.values()))
    else:
        cells = _aggregated(fact, (*keys, *extras), dict(wanted.values()), fact[weight] if weight else None)
    return _fetched(cells, (*keys, *extras), named, frame, extras)


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


def _fetched(
    cells: ir.Table, keys: tuple[str, ...], named: dict[Measure, dict[str, str]], frame: Frame, extras: tuple[str, ...]
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


def dimension_columns(by: tuple[str, ...]) -> tuple[str, ...]:
    """Columns that hold the dimensions in a plan; apart from any column of a fact."""
    return tuple(f"by_{name}" for name in by)


def counted(measure: Measure, fact: ir.Table) -> ir.BooleanValue:
    """Whether a row meets all of a measure's needs; null counts as no."""
    return reduce(and_, (bind(fact, need.condition) for need in measure.needs)) if measure.needs else ibis.literal(True)


def rows_of(measure: Measure, frame: Frame, *, undated: bool = False) -> ir.Table:
    """The fact's rows within the period and the filter, with the dimensions and the period's start.

    undated: with the rows, too, that have no event time, and so lie in no period.
    """
    source = Source(frame.tables, frame.periods, frame.hours, frame.zone, frame.stored_zone)
    fact = measure.fact.build(source)
    condition = conditions.parse(frame.where) if frame.where else None
    if condition is not None and measure.fact.derive:  # a condition speaks of what the figures are labelled with
        fact = measure.fact.derive(fact)
    filtered = conditions.names(condition) if condition else ()
    wanted = {f"by_{name}": name for name in frame.by} | {f"where_{name}": name for name in filtered}
    fact, named = _with_names(fact, measure, frame, wanted, source)
    if condition is not None:
        told = fact
        fact = fact.filter(conditions.expression(condition, lambda name: _told(told, named[f"where_{name}"], measure.fact, name)))
    fact = fact.drop(*(f"where_{name}" for name in filtered))
    return _in_period(fact, measure, frame, undated)


def _with_names(
    fact: ir.Table, measure: Measure, frame: Frame, wanted: Mapping[str, str], source: Source
) -> tuple[ir.Table, dict[str, Dimension]]:
    """The fact with columns for names in a question, and what each column is: of the clock, looked up, or the fact's own."""
    clock = {column: name for column, name in wanted.items() if measure.on_the_clock and name in CLOCK}
    if clock:
        fact = fact.mutate(**clock_columns(fact[measure.dated_by], frame.zone, clock))
    named = {c: CLOCK[name] if c in clock else _filtered_by(measure.fact, fact, name) for c, name in wanted.items()}
    return looked_up(fact, {c: d for c, d in named.items() if c not in clock}, source), named


def rows_by_name(measure: Measure, frame: Frame, names: tuple[str, ...]) -> tuple[ir.Table, tuple[str, ...]]:
    """The rows a measure counts, over all of time: their names' values, and the columns these are in.

    Beside them are `_taken`, whether the frame's filter takes the row; `_apart`, its label; and START, its day.
    """
    source = Source(frame.tables, frame.periods, frame.hours, frame.zone, frame.stored_zone)
    fact = measure.fact.build(source)
    fact = measure.fact.derive(fact) if measure.fact.derive else fact
    fact, named = _with_names(fact, measure, frame, {f"where_{name}": name for name in names}, source)
    condition = conditions.parse(frame.where) if frame.where else None
    taken: Any = ibis.literal(True)
    if condition is not None:
        told = fact
        taken = conditions.expression(condition, lambda name: _told(told, named[f"where_{name}"], measure.fact, name))
    n = measure.form.parts(fact, counted(measure, fact)).get("n")
    behind = n.where if n is not None and n.kind == "count" else counted(measure, fact)
    day = fact.start if measure.fact.periodic else day_of(fact, measure.dated_by, frame)
    apart = fact[measure.apart] if measure.apart else ibis.null("string")
    return fact.mutate(_taken=taken.fill_null(False), _apart=apart, **{START: day}).filter(behind), tuple(named)


def _told(table: ir.Table, told: Dimension, fact: Fact, name: str) -> ir.Value:
    """The value a name in a condition stands for; an amount in its currency's units, as people write it."""
    value: Any = table[f"where_{name}"]
    return value / minor_units_of(table) if told.table is None and told.column in fact.amounts else value


def _filtered_by(fact: Fact, table: ir.Table, name: str) -> Dimension:
    """What a name in a condition stands for: a dimension, else a column of the fact."""
    if name in fact.dimensions:
        return fact.dimensions[name]
    columns = [c for c in table.columns if c != BATCH]
    if name in columns:
        return Dimension(name, "", name)
    raise UnknownName("dimension or column", name, [*fact.dimensions, *columns], where=f"where, for {fact.name}")


def _in_period(fact: ir.Table, measure: Measure, frame: Frame, undated: bool) -> ir.Table:
    if measure.fact.periodic:
        return fact.mutate(**{START: fact.start})
    day = day_of(fact, measure.dated_by, frame)
    bounds = [day.notnull()]
    if frame.since and not measure.form.accumulates:
        bounds.append(day >= ibis.literal(frame.since))
    if frame.until:
        bounds.append(day < ibis.literal(frame.until))
    if frame.ends and not fact[measure.dated_by].type().is_date():
        bounds.append(fact[measure.dated_by] < ibis.literal(frame.ends, type="timestamp(6)"))
    within = reduce(and_, bounds)
    fact = fact.filter(within | day.isnull() if undated else within)
    if frame.grain is None:
        return fact
    if frame.grain == HALF_HOUR:
        moment: Any = fact[measure.dated_by]
        return fact.mutate(**{START: (moment.cast("timestamp(6)").epoch_seconds() / 1800).floor().cast("int64")})
    return fact.mutate(**{START: start_of(day_of(fact, measure.dated_by, frame), frame.grain)})


def day_of(fact: ir.Table, dated_by: str, frame: Frame) -> ir.DateValue:
    """The local date a row is dated by."""
    return local_date(fact, dated_by, frame.zone, frame.stored_zone)
