"""Answering from roll-ups: which measures of a question each can give, and the query that gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

import ibis
import ibis.expr.types as ir

from helder.facts import conditions
from helder.facts.grains import start_of
from helder.metrics import Measure
from helder.query.plan import Step, extras_of, fetched, keys_of
from helder.query.rollups.rollup import Kind, RollUp
from helder.query.scan import HALF_HOUR, ROWS, START, Frame, holding

#: How small a part of the largest that has come into a sum of real numbers is what their sixteen digits round away.
_ROUNDING = 1e-12


def answered(rollups: Iterable[RollUp], measures: Sequence[Measure], frame: Frame) -> dict[RollUp, tuple[Measure, ...]]:
    """The measures that roll-ups can give in a cut, by the roll-up with the fewest dimensions that can."""
    chosen: dict[RollUp, list[Measure]] = {}
    fewest = sorted((r for r in rollups if _cuts(r, frame)), key=lambda r: (len(r.spec.by), r.name))
    for measure in measures:
        found = next((r for r in fewest if measure in r.columns and _reaches(r, measure, frame)), None)
        if found is not None:
            chosen.setdefault(found, []).append(measure)
    return {rollup: tuple(group) for rollup, group in chosen.items()}


def _cuts(rollup: RollUp, frame: Frame) -> bool:
    """Whether a roll-up knows the dimensions of a cut, and its days are those of the cut."""
    filtered = conditions.names(conditions.parse(frame.where)) if frame.where else ()
    known = {*frame.by, *filtered} <= set(rollup.spec.by)
    alike = rollup.spec.kind is not Kind.CELLS or (set(frame.by) == set(rollup.spec.by) and not filtered)
    return known and alike and frame.zone == frame.stored_zone and frame.ends is None and frame.grain != HALF_HOUR


def _reaches(rollup: RollUp, measure: Measure, frame: Frame) -> bool:
    """Whether a roll-up has the periods of a cut."""
    if measure.fact.up_to_now and frame.now is not None:  # a period is under way: another number a moment later
        return False
    if not measure.fact.periodic and rollup.spec.kind is not Kind.CELLS:
        return True
    if frame.grain != "month" or not _first_of_month(frame.since) or not _first_of_month(frame.until):
        return False
    if rollup.spec.kind is Kind.CELLS and frame.confidence != 0.95:
        return False
    if rollup.spec.months is None:
        return True
    first, end = rollup.spec.months
    return bool(frame.since and frame.until and first <= frame.since and frame.until <= end)


def _first_of_month(day: date | None) -> bool:
    return day is None or day.day == 1


def answers(rollup: RollUp, measures: Sequence[Measure], frame: Frame) -> Step:
    """The query that gives some measures of a roll-up in a cut that it can give."""
    first, extras = measures[0], extras_of(measures)
    table = _within(rollup.table, first, frame)
    keys = keys_of(first, frame)
    if frame.grain and rollup.spec.kind is not Kind.CELLS and not first.fact.periodic:
        day: Any = table[START]
        table = table.mutate(**{START: start_of(day, frame.grain)})
    if rollup.spec.kind is Kind.CELLS:
        return Step(table, extras, tuple((m, dict(rollup.columns[m])) for m in measures))
    named: Mapping[Measure, Mapping[str, str]] = {m: rollup.columns[m] for m in measures}
    wanted = dict.fromkeys(column for columns in named.values() for column in columns.values())
    return fetched(_added_up(table, (*keys, *extras), [ROWS, *wanted]), (*keys, *extras), named, frame, extras)


def _within(table: ir.Table, measure: Measure, frame: Frame) -> ir.Table:
    bounds: list[Any] = []
    if frame.since and not measure.form.accumulates:
        bounds.append(table[START] >= ibis.literal(frame.since))
    if frame.until:
        bounds.append(table[START] < ibis.literal(frame.until))
    if frame.where:
        bounds.append(conditions.expression(conditions.parse(frame.where), lambda name: table[f"by_{name}"]))
    return table.filter(reduce(and_, bounds)) if bounds else table


def _added_up(table: ir.Table, keys: tuple[str, ...], sums: Sequence[str]) -> ir.Table:
    """Rows of a roll-up put together; those of which nothing is left are gone."""
    found = table.aggregate({name: _sum(table[name]) for name in sums}, by=keys)
    return found.filter(found[ROWS] > 0)


def _sum(column: Any) -> Any:
    """Their sum as a double, which holds every count and every sum of cents that there can be: some engines make decimals.

    What has come into a sum of real numbers and gone out of it again leaves its roundings behind, which are nought.
    """
    total = column.sum().cast("float64")
    if not column.type().is_floating():
        return total
    return ibis.ifelse(total.abs() <= column.abs().max() * _ROUNDING, 0.0, total)


def tells(rollup: RollUp, measure: Measure, frame: Frame, names: Sequence[str]) -> bool:
    """Whether a roll-up can tell how many rows a measure counts by some names, as `numbered` does."""
    spoken_of = {*names, *(conditions.names(conditions.parse(frame.where)) if frame.where else ())}  # of what is seen, too
    counts = rollup.spec.kind is Kind.PARTS and not measure.fact.periodic and not measure.form.accumulates
    return counts and measure in rollup.columns and spoken_of <= set(rollup.spec.by) and frame.zone == frame.stored_zone


def numbered(rollup: RollUp, measure: Measure, frame: Frame, names: tuple[str, ...]) -> tuple[ir.Table, tuple[str, ...]]:
    """How many rows a measure counts over all of time, as `scan.counted_by_name`, from a roll-up."""
    table = rollup.table
    taken, seen = (holding(text, lambda name: table[f"by_{name}"]) for text in (frame.where, frame.seen))
    apart = table[measure.apart] if measure.apart else ibis.null("string")
    columns = {f"where_{name}": table[f"by_{name}"] for name in names}
    number = {ROWS: table[rollup.columns[measure]["n"]]}
    rows = table.filter(seen).select(START, **number, **columns, _taken=taken.fill_null(False), _apart=apart)
    return _added_up(rows, (*columns, "_taken", "_apart", START), [ROWS]), tuple(columns)
