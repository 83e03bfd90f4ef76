"""Cells: the parts of one measure, one entry per period, dimension values and kept-apart value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from helder.errors import BadQuestion
from helder.forms import Numbers
from helder.metrics import Measure
from helder.query.periods import following
from helder.query.plan import Step
from helder.query.scan import HALF_HOUR, START, Frame, dimension_columns

#: Cells an answer may have, over all its metrics: as many take some gigabytes.
MOST_CELLS = 1_000_000


def check(cells: int) -> None:
    """Raise BadQuestion where there are more cells than an answer may have."""
    if cells > MOST_CELLS:
        raise BadQuestion(
            f"The answer would have more than {MOST_CELLS:,} cells.",
            where="by, grain",
            fix="Slice by dimensions of fewer values, or ask of a shorter period or a coarser grain.",
        )


class Place(NamedTuple):
    """Where a cell lies. apart, spread: values of the columns a measure keeps apart, or shares a denominator over.

    start: the period's first day; the number of a half-hour, in cells of that grain.
    """

    start: Any
    by: tuple[Any, ...]
    apart: Any = None
    spread: Any = None


@dataclass(frozen=True)
class Cells:
    """Parts per place; every array has one entry per place."""

    places: list[Place]
    parts: dict[str, Numbers]


def read(step: Step, rows: pa.Table, frame: Frame) -> dict[Measure, Cells]:
    """The cells of each measure of a step, from the rows its query gave. Raises BadQuestion where they are too many."""
    check(len(rows))
    by, since, state = frame.by, frame.since, step.columns[0][0].form.accumulates
    starts: list[Any] = [None] * len(rows)
    if frame.grain:
        starts = rows[START].to_pylist() if frame.grain == HALF_HOUR else rows[START].cast(pa.date32()).to_pylist()
    if since and frame.grain != HALF_HOUR:  # the first period begins where the question does
        starts = [since if s and s < since and (not state or following(s, frame.grain or "") > since) else s for s in starts]
    dimensions = list(zip(*(rows[c].to_pylist() for c in dimension_columns(by)), strict=True)) if by else [()] * len(rows)
    extras = {name: rows[name].to_pylist() for name in step.extras}
    nothing = [None] * len(rows)
    found: dict[Measure, Cells] = {}
    pools: dict[tuple[str | None, str | None], _Pool] = {}
    for measure, columns in step.columns:
        apart, spread = measure.apart, measure.spread
        if (apart, spread) not in pools:
            labels = (extras[apart] if apart else nothing, extras[spread] if spread else nothing)
            pools[apart, spread] = _pool(list(map(Place, starts, dimensions, *labels)))
        parts = {name: rows[column].to_numpy(zero_copy_only=False) for name, column in columns.items()}
        found[measure] = _pooled(measure, pools[apart, spread], parts)
    return found


@dataclass(frozen=True)
class _Pool:
    """Places, and which of them each row belongs to; None where each has one row, in order."""

    places: list[Place]
    of_rows: NDArray[np.int64] | None


def _pool(places: list[Place]) -> _Pool:
    index = {place: i for i, place in enumerate(dict.fromkeys(places))}
    return _Pool(list(index), None if len(index) == len(places) else np.array([index[place] for place in places]))


def _pooled(measure: Measure, pool: _Pool, parts: dict[str, np.ndarray[Any, Any]]) -> Cells:
    """Rows of one place added up; a query shared with other measures may have split it finer."""
    nothing = _nothing(measure)
    numbers = {name: part.astype(np.float64) for name, part in parts.items()}
    numbers = {name: np.where(np.isnan(part), nothing, part) for name, part in numbers.items()}
    if pool.of_rows is None:
        return Cells(pool.places, numbers)
    return Cells(pool.places, {name: _summed(pool.of_rows, part, len(pool.places)) for name, part in numbers.items()})


def _summed(where: NDArray[np.int64], part: Numbers, places: int) -> Numbers:
    return np.bincount(where, part, places).astype(np.float64)


def _nothing(measure: Measure) -> float:
    """The part of a cell without rows: nought where it is a count or a sum."""
    return 0.0 if measure.form.summed else np.nan


def arranged(cells: Cells, measure: Measure, starts: list[date], by: tuple[str, ...]) -> Cells:
    """Every group (all of a place but its start) at every start asked for; what is not there has empty parts.

    Groups in which nothing was counted are not there: they came from measures that share the query. Neither are those of a
    fact made per period that held nothing at any start asked for: what they held before, only a roll-up remembers.

    The parts of a state are first added up per group over all starts there are.
    """
    wanted: list[date | None] = list(starts) or [None]
    filled = np.any([np.nan_to_num(part) != 0 for part in cells.parts.values()], axis=0)
    groups = list(dict.fromkeys(Place(None, *p[1:]) for p, full in zip(cells.places, filled, strict=True) if full))
    groups = groups or _nowhere(by)
    check(len(groups) * len(wanted))
    past = {p.start for p in cells.places if p.start and measure.form.accumulates}
    order: list[date | None] = [*sorted({*past, *starts})] if starts else wanted
    index = {place: i for i, place in enumerate(cells.places)}
    at = [[index.get(Place(start, *group[1:]), len(index)) for start in order] for group in groups]
    where = np.array(at, dtype=np.int64).reshape(len(groups), len(order))
    parts = {name: np.append(part, _nothing(measure))[where] for name, part in cells.parts.items()}
    if measure.form.accumulates:
        asked = [order.index(start) for start in wanted]
        parts = {name: state[:, asked] for name, state in measure.form.accumulate(parts).items()}
        groups, parts = _holding(groups, parts, by) if measure.fact.periodic else (groups, parts)
    places = [Place(start, *group[1:]) for group in groups for start in wanted]
    return Cells(places, {name: part.reshape(-1) for name, part in parts.items()})


def _nowhere(by: tuple[str, ...]) -> list[Place]:
    """The groups of what nothing is counted of: the whole, of which it is told that there is nothing."""
    return [] if by else [Place(None, ())]


def _holding(groups: list[Place], parts: dict[str, Numbers], by: tuple[str, ...]) -> tuple[list[Place], dict[str, Numbers]]:
    """Those groups that hold anything at any start, with their parts by group and start."""
    held = np.any([np.any(part != 0, axis=1) for part in parts.values()], axis=0)
    if not held.any() and (nowhere := _nowhere(by)):
        return nowhere, {name: part[:1] for name, part in parts.items()}
    return [group for group, holds in zip(groups, held, strict=True) if holds], {n: part[held] for n, part in parts.items()}
