"""The store as questions see it: what it is asked is planned once, and asked again only where it may have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from helder.facts import OpeningHours, conditions
from helder.metrics import CATALOG, Catalog, Measure
from helder.model.calendars import Calendar
from helder.model.zones import local_date
from helder.query.added_up import AddedUp
from helder.query.cells import MOST_CELLS
from helder.query.plan import Step, plan
from helder.query.rollups import Known, RollUp, Setting, answered, answers, at_hand, definitions, numbered, tells
from helder.query.scan import ENDS, NOW, SINCE, UNTIL, Frame, counted_by_name

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from helder.engines.base import Reader
    from helder.engines.kept import Kept


_PLANS_KEPT = 500
#: Rows up to which what a query gave is remembered.
_FEW = 20_000
_MARKS = (SINCE, UNTIL, ENDS, NOW)
#: What is left open in a plan: the dates of a period, and the texts of a filter.
_OPEN: tuple[date | str, ...] = (*_MARKS, *conditions.TEXTS)


class Planned(NamedTuple):
    """A step, its query in the engine's own form, and the tables that this reads."""

    step: Step
    prepared: Any
    reads: tuple[str, ...]


@dataclass(frozen=True)
class Store:
    """Where questions are put: an engine, the tables there, the currency of amounts that name none, and the calendars.

    fiscal_year_start: the month fiscal years begin in. smallest_group: rows below which groups of people who work here are
    hidden. It remembers the plans it made, as making one costs more than running it over some millions of rows.
    """

    engine: Reader
    tables: Mapping[str, ir.Table]
    currency: str
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    smallest_group: int = 5
    fiscal_year_start: int = 1
    catalog: Catalog = field(default_factory=lambda: CATALOG, repr=False, compare=False)
    _plans: dict[tuple[tuple[Measure, ...], Frame], list[Planned]] = field(default_factory=dict, repr=False, compare=False)
    _from_rollups: dict[tuple[RollUp, tuple[Measure, ...], Frame], tuple[Step, Any]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _told: dict[Any, tuple[Any, pa.Table]] = field(default_factory=dict, repr=False, compare=False)
    _counts: dict[Any, tuple[Any, tuple[str, ...]]] = field(default_factory=dict, repr=False, compare=False)
    _added_up: AddedUp = field(default_factory=AddedUp, repr=False, compare=False)
    _extreme: dict[tuple[str, tuple[str, ...]], Any] = field(default_factory=dict, repr=False, compare=False)

    def forget(self) -> None:
        """Let go of what was told, not of plans: what is asked next is asked of the engine."""
        self._told.clear()
        self._added_up.forget()

    def latest(self, table: str, columns: tuple[str, ...]) -> datetime | None:
        """The last moment in some columns of a table; None where they have none."""
        (found,) = self._extremes(table, columns).to_pylist()
        return max((found[f"last_{name}"] for name in columns if found[f"last_{name}"]), default=None)

    def first_day(self, table: str, column: str, zone: str) -> date | None:
        """The first date of a column of a table, in a zone where it has moments; None where it has nothing."""
        (found,) = self._extremes(table, (column,)).to_pylist()
        first = found[f"first_{column}"]
        return local_date(first, zone) if isinstance(first, datetime) else first

    def _extremes(self, table: str, columns: tuple[str, ...]) -> pa.Table:
        t, key = self.tables[table], (table, columns)
        if key not in self._extreme:
            found = {f"first_{name}": t[name].min() for name in columns} | {f"last_{name}": t[name].max() for name in columns}
            self._extreme[key] = self.engine.prepare(t.aggregate(**found))
        return self._fetched(key, self.engine.batches().get(table, 0), self._extreme[key])

    def _fetched(self, key: Any, version: Any, prepared: Any, given: Sequence[date | str] = ()) -> pa.Table:
        """The rows of a query, which stay the same while what it reads is of one version."""
        known = self._told.get(key)
        if known is not None and known[0] == version:
            return known[1]
        rows = self.engine.fetch(prepared, given)
        if len(self._told) >= _PLANS_KEPT:
            self._told.clear()
        if rows.num_rows <= _FEW:
            self._told[key] = (version, rows)
        return rows

    @property
    def hours(self) -> OpeningHours:
        """The calendars, as tables of the engine."""
        return OpeningHours(self.calendars, self.engine.lend)

    def asked(self, measures: tuple[Measure, ...], frame: Frame) -> Iterator[tuple[Step, pa.Table]]:
        """The steps for some measures, each with the rows its query gives: from roll-ups where they can tell."""
        fresh = self.known.fresh() if self.known else {}
        rolled_up = answered(fresh, measures, frame)
        there = {measure for group in rolled_up.values() for measure in group}
        for rollup, group in rolled_up.items():
            yield self._rolled_up(rollup, fresh[rollup], group, frame)
        others = tuple(m for m in measures if m not in there)
        latest: dict[str, Any] = dict(self.engine.batches()) if others else {}
        frame = replace(frame, stored=at_hand(fresh, others))
        latest |= {rollup.name: (kept.version, kept.built_at) for rollup, kept in fresh.items() if rollup.stored in frame.stored}
        for kind, cut, planned in _kinds(others, frame):
            added = list(self._added_up.found(kind, cut, latest))
            yield from added
            there = {measure for step, _ in added for measure, _ in step.columns}
            group = tuple(measure for measure in kind if measure not in there)
            plans, open_cut, meant = self._of_any_text(group, planned)
            for number, (step, prepared, reads) in enumerate(plans):
                version = tuple(latest.get(name, 0) for name in reads)
                given: tuple[date | str, ...] = (*cut.dates, *meant)
                rows = self._fetched((group, open_cut, number, given), version, prepared, given)
                self._added_up.note(cut, step, rows, reads, version)
                yield step, rows

    @cached_property
    def known(self) -> Known | None:
        """The roll-ups of the store; None where its engine keeps none."""
        if self.engine.rollups is None:
            return None
        return Known(self.engine.rollups, self.catalog, Setting(self.engine.zone, self.currency, definitions()))

    def counts_of(self, measure: Measure, frame: Frame, names: tuple[str, ...]) -> tuple[pa.Table, tuple[str, ...]]:
        """How many rows a measure counts, by names, by label and by day over all of time; and the columns the names are in.

        `_taken` says whether the frame's filter takes them.
        """
        periods, now = frame.periods if measure.fact.periodic else (), frame.now if measure.fact.up_to_now else None
        frame, moment = replace(frame, since=None, until=None, periods=periods, now=now).for_any_moment(), now.at if now else NOW
        key = (measure, frame, names)
        fresh = self.known.fresh() if self.known else {}
        rollup = next((r for r in fresh if tells(r, measure, frame, names)), None)
        stored = () if rollup else at_hand(fresh, (measure,))
        if (key, rollup, stored) not in self._counts:
            if len(self._counts) >= _PLANS_KEPT:
                self._counts.clear()
            frame = replace(frame, stored=stored)
            found, columns = numbered(rollup, measure, frame, names) if rollup else counted_by_name(measure, frame, names)
            self._counts[key, rollup, stored] = (self.engine.prepare(found, (NOW,)), columns)
        prepared, columns = self._counts[key, rollup, stored]
        if rollup is None:
            return self.engine.fetch(prepared, (moment,)), columns
        return self._fetched((key, rollup), fresh[rollup].version, prepared), columns

    def _rolled_up(self, rollup: RollUp, kept: Kept, measures: tuple[Measure, ...], frame: Frame) -> tuple[Step, pa.Table]:
        """The step of a roll-up with its rows, which stay the same while the roll-up does."""
        key = (rollup, measures, frame.for_any_period())
        if key not in self._from_rollups:
            if len(self._from_rollups) >= _PLANS_KEPT:
                self._from_rollups.clear()
            step = answers(rollup, measures, frame.for_any_period())
            self._from_rollups[key] = (step, self.engine.prepare(step.expression.limit(MOST_CELLS + 1), _MARKS))
        step, prepared = self._from_rollups[key]
        return step, self._fetched((*key, frame.dates), kept.version, prepared, frame.dates)

    def _of_any_text(self, measures: tuple[Measure, ...], frame: Frame) -> tuple[list[Planned], Frame, tuple[str, ...]]:
        """The plans for some measures, in which the texts of the filter are left open where the engine can: and these texts."""
        if frame.where is not None and self.engine.capabilities.texts:
            where, texts = conditions.opened(frame.where)
            try:
                return self._kept(measures, replace(frame, where=where)), replace(frame, where=where), texts
            except conditions.NotOpen:
                pass
        return self._kept(measures, frame), frame, ()

    def _kept(self, measures: tuple[Measure, ...], frame: Frame) -> list[Planned]:
        known = self._plans.get((measures, frame))
        if known is None:
            steps = plan(measures, frame)  # of cells that are too many, one more is enough to know it
            known = [self._planned(step) for step in steps]
            if len(self._plans) >= _PLANS_KEPT:
                self._plans.clear()
            self._plans[measures, frame] = known
        return known

    def _planned(self, step: Step) -> Planned:
        import ibis.expr.operations as ops

        reads = sorted({node.name for node in step.expression.op().find(ops.UnboundTable)})
        left_open = _OPEN if self.engine.capabilities.texts else _MARKS
        return Planned(step, self.engine.prepare(step.expression.limit(MOST_CELLS + 1), left_open), tuple(reads))


def _kinds(measures: tuple[Measure, ...], frame: Frame) -> Iterator[tuple[tuple[Measure, ...], Frame, Frame]]:
    """Measures by what their rows depend on: no period, the periods, or the moment, too; the cut of each, and one to plan by."""
    timeless = replace(frame, now=None)
    yield tuple(m for m in measures if not m.fact.periodic), timeless, timeless.for_any_period()
    yield tuple(m for m in measures if m.fact.periodic and not m.fact.up_to_now), timeless, timeless
    yield tuple(m for m in measures if m.fact.up_to_now), frame, frame.for_any_moment()
