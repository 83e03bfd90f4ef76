"""Which roll-ups a catalogue has by some dimensions, and what each keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import ibis.expr.operations as ops
import ibis.expr.types as ir

from helder.engines.kept import Kept
from helder.facts import STORED, Source, also_related
from helder.metrics import Catalog, Measure
from helder.model import TABLES
from helder.query.periods import add_months, periods
from helder.query.plan import extras_of, keys_of, parts_of, plan, scan_of
from helder.query.rollups.rollup import Kind, RollUp, Setting, Spec, Wanted, described
from helder.query.scan import ROWS, Frame, rows_of

if TYPE_CHECKING:
    from helder.query.store import Store

#: Months that roll-ups of facts made per period have beyond the one they are made in; then they are made anew.
_AHEAD = 13


@dataclass(frozen=True)
class _Group:
    """Measures that are kept together."""

    kind: Kind
    measures: tuple[Measure, ...]

    @property
    def grain(self) -> str:
        return "month" if self.kind is Kind.CELLS or self.measures[0].fact.periodic else "day"


@dataclass(frozen=True)
class Definition:
    """A roll-up as it is to be kept, with the query that makes it."""

    kept: Kept
    spec: Spec
    expression: ir.Table


def defined(
    catalog: Catalog,
    by: tuple[str, ...],
    store: Store,
    setting: Setting,
    today: date,
    told: Collection[Measure] = (),
    at_hand: Sequence[RollUp] = (),
) -> Iterator[Definition]:
    """The roll-ups of all metrics of a catalogue that can be sliced by some dimensions.

    told: measures that others tell by these dimensions, too: what adds up is left out where they tell all of it. at_hand: rows
    of facts, of which what adds up is made where nothing else than them, and what they point to, is needed.
    """
    wanted = _wanted(catalog, by)
    for group in _groups(wanted):
        months = _months(group, store, today) if group.measures[0].fact.periodic else None
        nothing_yet = months is None and group.measures[0].fact.periodic
        if nothing_yet or (group.kind is not Kind.CELLS and all(measure in told for measure in group.measures)):
            continue
        frame = Frame(
            store.tables, by, group.grain, None, None, None, setting.zone, setting.zone, 0.95,
            periods=periods(*months, "month", setting.zone) if months else (), hours=store.hours,
        )  # fmt: skip
        fact = _made_of(group, frame, at_hand)
        for measures, columns, expression in _expressions(group, _reading(frame, fact)):
            named = tuple(wanted[m] for m in measures)
            spec = Spec(group.kind, named, by, described(measures, by), columns, setting, months)
            yield Definition(_kept(spec, measures, expression, fact), spec, expression)


def _made_of(group: _Group, frame: Frame, at_hand: Sequence[RollUp]) -> RollUp | None:
    """The rows of a fact that are all a group needs, beside what is looked up."""
    own = group.measures[0].fact
    if group.kind is Kind.CELLS or own.related is None:
        return None
    for rollup in at_hand:
        if not set(STORED[rollup.spec.fact or ""].tables) <= set(own.tables):
            continue
        reads = {name for _, _, rows in _expressions(group, _reading(frame, rollup)) for name in _named(rows)}
        if rollup.name in reads and not reads & set(own.tables):
            return rollup
    return None


def _reading(frame: Frame, fact: RollUp | None) -> Frame:
    """The cut, made of the rows of a fact."""
    return replace(frame, stored=(fact.stored,)) if fact and fact.stored else frame


def facts(store: Store, setting: Setting) -> Iterator[Definition]:
    """The rows of facts, as they are to be kept."""
    source = Source(store.tables, hours=store.hours, zone=setting.zone, stored_zone=setting.zone)
    for name, fact in STORED.items():
        spec = Spec(Kind.FACT, (), (), (), (), setting, fact=name)
        rows = fact.build(source)
        yield Definition(Kept(f"{name}_{_told(spec)}", spec.to_json(), fact.key, (), _reads(rows), fact.related), spec, rows)


def _wanted(catalog: Catalog, by: tuple[str, ...]) -> dict[Measure, Wanted]:
    found: dict[Measure, Wanted] = {}
    for metric in catalog.values():
        if all(name in metric.dimensions for name in by):
            for i, measure in enumerate(metric.measured({}).measures):
                found.setdefault(measure, Wanted(metric.name, metric.version, i))
    return found


def _groups(measures: Iterable[Measure]) -> list[_Group]:
    adding: dict[object, list[Measure]] = {}
    others: dict[object, list[Measure]] = {}
    for measure in measures:
        adds = measure.form.additive and measure.form.summed and measure.form.thing is None
        (adding if adds else others).setdefault(scan_of(measure), []).append(measure)
    return [
        *(_Group(Kind.PARTS, tuple(group)) for group in adding.values()),
        *(_Group(Kind.CELLS, tuple(group)) for group in others.values()),
    ]


def _months(group: _Group, store: Store, today: date) -> tuple[date, date] | None:
    """The months of a fact made per period: from the first that has anything to some after this one."""
    spans = {span for m in group.measures for span in m.fact.spans}
    firsts = [day for table, column in spans if (day := store.first_day(table, column, store.engine.zone))]
    if not firsts:
        return None
    return min(firsts).replace(day=1), add_months(today.replace(day=1), _AHEAD)


def _expressions(group: _Group, frame: Frame) -> Iterator[tuple[tuple[Measure, ...], tuple[dict[str, str], ...], ir.Table]]:
    """The queries of a group with the measures of each, and the columns that their parts are in."""
    first, measures = group.measures[0], group.measures
    if group.kind is Kind.CELLS:
        for step in plan(measures, frame):
            yield tuple(m for m, _ in step.columns), tuple(columns for _, columns in step.columns), step.expression
        return
    fact, keys = rows_of(first, frame), keys_of(first, frame)
    if first.fact.derive:
        fact = first.fact.derive(fact)
    parts, named = parts_of(measures, fact)
    sums = {ROWS: fact.count(), **{column: part.aggregate(fact, None) for column, part in parts.items()}}
    yield measures, tuple(named[m] for m in measures), fact.aggregate(sums, by=(*keys, *extras_of(measures)))


def _kept(spec: Spec, measures: Sequence[Measure], expression: ir.Table, made_of: RollUp | None) -> Kept:
    fact = measures[0].fact
    sums = () if spec.kind is Kind.CELLS else tuple(c for c in expression.columns if c == ROWS or c.startswith("part_"))
    keys = tuple(c for c in expression.columns if c not in sums)
    name = "_".join((fact.name, "by", *(spec.by or ("nothing",)), _told(spec)))
    reads = _reads(expression)
    if not sums:
        return Kept(name, spec.to_json(), keys, sums, reads, None)
    stored = {made_of.name: made_of.table} if made_of else None
    ties = also_related(fact, expression, stored)
    kept = Kept(name, spec.to_json(), keys, sums, tuple(sorted({*reads, *(fact.tables if made_of else ())})), None)
    if ties is None:
        return kept
    return replace(kept, related=ties.related, looked_up=ties.looked_up, fact=made_of.name if made_of else None)


def _told(spec: Spec) -> str:
    """What tells a roll-up from another one of its name."""
    return hashlib.sha256(spec.to_json().encode()).hexdigest()[:12]


def _reads(expression: ir.Table) -> tuple[str, ...]:
    """The tables of the data model that a query reads."""
    return tuple(sorted(_named(expression) & TABLES.keys()))


def _named(expression: ir.Table) -> set[str]:
    """All tables that a query reads."""
    return {node.name for node in expression.op().find(ops.UnboundTable)}
