"""The rows of a fact that a question is about: within its period and filter, with its dimensions and the period's start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from operator import and_
from typing import Any

import ibis
import ibis.expr.types as ir

from helder.errors import UnknownName
from helder.facts import (
    CLOCK,
    NO_CALENDARS,
    Dimension,
    Fact,
    Now,
    OpeningHours,
    Period,
    Source,
    clock_columns,
    conditions,
    looked_up,
)
from helder.facts.days import local_date
from helder.facts.fact import Build
from helder.facts.grains import start_of
from helder.forms import bind
from helder.metrics import Measure
from helder.model import BATCH
from helder.model.money import minor_units_of

START = "_start"
#: How many rows a row stands for.
ROWS = "_rows"
#: Dates that stand in a plan for the question's own since and until, so that one plan serves every period.
SINCE, UNTIL = date(1, 3, 7), date(1, 9, 21)
#: The moment that stands likewise for the end of a part of a period.
ENDS = datetime(1, 5, 13, 7, 11, 13, 171717)  # noqa: DTZ001 - instants are UTC without saying so
#: The one that stands for the moment at which is asked.
NOW = datetime(1, 7, 11, 5, 13, 17, 131313)  # noqa: DTZ001 - as above
#: A grain of its own: the number of half-hours since 1970 in UTC, of which the days of any zone can be made.
HALF_HOUR = "half-hour"


@dataclass(frozen=True, eq=False)
class Stored:
    """A table that has the rows of a fact. name: of the table; build: what would make them."""

    name: str
    build: Build
    table: ir.Table


@dataclass(frozen=True)
class Frame:
    """What a plan needs beside the measures: the cut, and what the facts are made of.

    seen: the part of `where` that says which rows there are at all to whoever asks, within which small groups are judged.
    stored_zone: the zone of the stored local dates. periods: those asked for, for facts made per period. now: the moment at
    which is asked, where one of them is not over and facts are asked for that go up to it. ends: the UTC instant on the last
    day before which what is dated by instants must lie. stored: facts whose rows are at hand. years: the first and last within
    which all of the period lies, where that is known: of other years no clock need be known. Equal frames cut alike; their
    tables are not compared.
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
    seen: str | None = None
    periods: tuple[Period, ...] = ()
    now: Now | None = None
    ends: datetime | None = None
    stored: tuple[Stored, ...] = ()
    hours: OpeningHours = field(default=NO_CALENDARS, compare=False, repr=False)
    years: tuple[int, int] | None = None

    @property
    def dates(self) -> tuple[date, date, datetime, datetime]:
        """What SINCE, UNTIL, ENDS and NOW stand for; a plan without a bound does not speak of it."""
        return self.since or SINCE, self.until or UNTIL, self.ends or ENDS, self.now.at if self.now else NOW

    @property
    def source(self) -> Source:
        """What facts are made of in this cut."""
        stored = {one.build: one.table for one in self.stored}
        return Source(self.tables, self.periods, self.grain, self.hours, self.zone, self.stored_zone, stored=stored, now=self.now)

    def for_any_period(self) -> Frame:
        """The same cut with SINCE, UNTIL and ENDS for its bounds, of facts that are not made per period."""
        marked = replace(self, since=self.since and SINCE, until=self.until and UNTIL, ends=self.ends and ENDS)
        return replace(marked, periods=(), now=None, years=_decades(self.since, self.until))

    def for_any_moment(self) -> Frame:
        """The same cut with NOW for the moment at which is asked."""
        return replace(self, now=self.now and replace(self.now, at=NOW))


def _decades(since: date | None, until: date | None) -> tuple[int, int] | None:
    """The first and last year of the decades that a period lies in with a year to spare: most periods have one plan, then."""
    return None if since is None or until is None else ((since.year - 1) // 10 * 10, (until.year + 1) // 10 * 10 + 9)


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
    source = frame.source
    if not (measure.fact.periodic or measure.form.accumulates or undated):
        source = replace(source, window=(frame.since, frame.until))
    fact = source.of(measure.fact)
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
        years = None if measure.form.accumulates else frame.years
        fact = fact.mutate(**clock_columns(fact[measure.dated_by], frame.zone, clock, years))
    named = {c: CLOCK[name] if c in clock else _filtered_by(measure.fact, fact, name) for c, name in wanted.items()}
    return looked_up(fact, {c: d for c, d in named.items() if c not in clock}, source), named


def rows_by_name(measure: Measure, frame: Frame, names: tuple[str, ...]) -> tuple[ir.Table, tuple[str, ...]]:
    """The rows a measure counts, over all of time: their names' values, and the columns these are in.

    Beside them are `_taken`, whether the frame's filter takes the row; `_apart`, its label; and START, its day.
    """
    source = frame.source
    fact = source.of(measure.fact)
    fact = measure.fact.derive(fact) if measure.fact.derive else fact
    condition = conditions.parse(frame.where) if frame.where else None
    spoken_of = (*names, *(conditions.names(condition) if condition is not None else ()))  # of what is seen, too
    fact, named = _with_names(fact, measure, frame, {f"where_{name}": name for name in spoken_of}, source)
    taken, seen = (
        holding(text, lambda name: _told(fact, named[f"where_{name}"], measure.fact, name)) for text in (frame.where, frame.seen)
    )
    n = measure.form.parts(fact, counted(measure, fact)).get("n")
    behind = n.where if n is not None and n.kind == "count" else counted(measure, fact)
    day = fact.start if measure.fact.periodic else day_of(fact, measure.dated_by, frame)
    apart = fact[measure.apart] if measure.apart else ibis.null("string")
    found = fact.mutate(_taken=taken.fill_null(False), _apart=apart, **{START: day}).filter(behind, seen)
    return found, tuple(f"where_{name}" for name in names)


def holding(condition: str | None, resolve: conditions.Resolve) -> Any:
    """A condition as an expression; true where there is none."""
    return conditions.expression(conditions.parse(condition), resolve) if condition else ibis.literal(True)


def counted_by_name(measure: Measure, frame: Frame, names: tuple[str, ...]) -> tuple[ir.Table, tuple[str, ...]]:
    """How many rows a measure counts over all of time, by the columns of `rows_by_name`, as ROWS."""
    fact, columns = rows_by_name(measure, frame, names)
    counts = fact.group_by(*columns, "_taken", "_apart", START).aggregate(**{ROWS: fact.count()})
    return counts.filter(counts[START].notnull() | ibis.literal(measure.fact.periodic)), columns


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
