"""The search for the way another tool's figures were made: definitions and zones, then filters, until one does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from helder.facts import ABOUT_EMPLOYEES, CLOCK
from helder.metrics.profiles import Profile
from helder.query.compute import frame_of
from helder.query.question import Question
from helder.query.reconcile.added import Added, Spans, adds_up, by_date
from helder.query.reconcile.asked import MOST_PERIODS, Asked, filters
from helder.query.reconcile.block import Block, Fit, Scale
from helder.query.reconcile.spans import OWN, Border, borders
from helder.query.reconcile.ways import OFFSETS, Definition, named, varied, zones
from helder.query.store import Store

#: Told as the search goes on: what is being tried, and how many queries were put.
Progress = Callable[[str, int], None]
_CLIMBED = 3
_KEPT = 400


@dataclass
class Tried:
    """What was tried. stopped: why it ended before the end."""

    ways: int = 0
    queries: int = 0
    definitions: dict[str, None] = field(default_factory=dict)
    zones: dict[str, None] = field(default_factory=dict)
    borders: dict[str, None] = field(default_factory=dict)
    dimensions: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    stopped: str | None = None


class _SpentError(Exception):
    """As many queries were put as were allowed."""


class Search:
    """Tries ways, and keeps the best."""

    def __init__(
        self, question: Question, spans: Spans, profiles: Mapping[str, Profile], given: Mapping[str, Any], store: Store,
        now: datetime, *, most: int, progress: Progress,
    ) -> None:  # fmt: skip
        self.question, self.spans, self.store, self.now = question, spans, store, now
        self.metric, self.given = question.metrics[0], given
        self.most, self.progress = most, progress
        self.own_zone = question.zone or store.engine.zone
        self.scale = Scale(spans.theirs, self.own_zone)
        self.tried, self.fits = Tried(), list[Fit]()
        self.named = named(self.metric, profiles, given)
        self.borders = borders(spans.theirs.grain, [cell.start for cell in spans.theirs.cells])
        if spans.theirs.grain is None and spans.whole:
            self.borders = (OWN, Border("until left out a day earlier", longer=-1), Border("until included", longer=1))
        self.asked = Asked(question, spans, store, now)
        self._done: set[tuple[object, ...]] = set()

    def run(self) -> None:
        """Try until a way gives all of their figures; an interrupt ends it with what was found."""
        try:
            self._run()
        except _SpentError:
            self.tried.stopped = f"{self.most} queries were put"
        except KeyboardInterrupt:
            self.tried.stopped = "interrupted"
        self.fits.sort(key=lambda fit: fit.rank)

    @property
    def whole(self) -> bool:
        """Whether some way gives all of their figures."""
        return any(fit.matched == len(self.spans.theirs.cells) for fit in self.fits)

    def _run(self) -> None:
        fixed = all(by_date(m, self.store) for m in self.metric.measured({}).measures) or CLOCK.keys() & set(self.spans.theirs.by)
        there = [self.own_zone] if fixed else zones(self.own_zone, self.store)
        first = self._distinct([*self.named, *(v for d in self.named[:1] for v in self._varied(d))])
        self._try(first, there)
        for _ in range(2):
            if not self.whole:
                self._climb(there)
        if not self.whole and not fixed and (self.spans.theirs.grain or self.spans.whole):
            self._try(self._best(_CLIMBED), OFFSETS)
        if not self.whole:
            self._filtered(there)
        if not self.whole and self.fits and not adds_up(self.metric, self.named):
            self._bordered()

    def _bordered(self) -> None:
        """Borders that need a question for each period, of the best so far."""
        best = min(self.fits, key=lambda fit: fit.rank).way
        for zone in dict.fromkeys((best.zone, self.own_zone)):
            for where in dict.fromkeys((None, best.where)):
                self._ask(self._best(_CLIMBED), zone, where, f"borders of periods, days of {zone}", each=True)

    def _filtered(self, there: Sequence[str]) -> None:
        """Each value of each dimension left out, or alone left in; then, from the best of these, one parameter further."""
        skipped = {*self.spans.theirs.by, *ABOUT_EMPLOYEES, *CLOCK}
        dimensions = [name for name in self.metric.dimensions if name not in skipped]
        definitions = self._distinct([*self.named, *self._best(_CLIMBED)])
        if not adds_up(self.metric, definitions):  # each filter is a question
            there = [min(self.fits, key=lambda fit: fit.rank).way.zone]
        for dimension in dimensions:
            self._try(definitions, there, dimension)
        if not self.whole and self.fits:
            best = min(self.fits, key=lambda fit: fit.rank).way
            self._climb([best.zone], _dimension_of(best.where, self.metric.dimensions))

    def _climb(self, there: Sequence[str], dimension: str | None = None) -> None:
        """From the best so far, one parameter further."""
        self._try(self._distinct([v for d in self._best(_CLIMBED) for v in (d, *self._varied(d))]), there, dimension)

    def _best(self, most: int) -> list[Definition]:
        found = {fit.way.definition.key: fit.way.definition for fit in sorted(self.fits, key=_near)}
        return list(found.values())[:most]

    def _varied(self, definition: Definition) -> Iterable[Definition]:
        return varied(definition, self.metric, self.store, self.given)

    def _distinct(self, definitions: Iterable[Definition]) -> list[Definition]:
        found: dict[object, Definition] = {}
        for definition in definitions:
            found.setdefault(definition.key, definition)
        return list(found.values())

    def _try(self, definitions: Sequence[Definition], there: Sequence[str], dimension: str | None = None) -> None:
        fresh = [d for d in definitions if any((d.key, zone, dimension) not in self._done for zone in there)]
        self._done |= {(d.key, zone, dimension) for d in fresh for zone in there}
        if not fresh:
            return
        self.tried.zones |= dict.fromkeys(there)
        self.tried.definitions |= dict.fromkeys(d.name for d in fresh)
        self.tried.dimensions |= {dimension: None} if dimension else {}
        about = f"{len(fresh)} definitions" + (f", by {dimension}" if dimension else "")
        asked = replace(self.question, by=(), grain=None, since=None, until=None)
        frame = frame_of(asked, self.store, self.now)
        if adds_up(self.metric, fresh):
            self._spend(1, about)
            found = Added(self.metric, fresh, self.spans, dimension, frame, self.store)
            for zone in there:
                self.progress(f"{about}, days of {zone}", self.tried.queries)
                for block in found.blocks(self.borders, zone):
                    self._take(block)
            return
        wheres = filters(self.metric, fresh[0], dimension, frame, self.store) if dimension else [None]
        for zone in there:
            for where in wheres:
                self._ask(fresh, zone, where, f"{about}, days of {zone}")

    def _ask(self, definitions: list[Definition], zone: str, where: str | None, about: str, *, each: bool = False) -> None:
        """Put the questions of definitions whose figures do not add up. each: by borders that need one for each period."""
        for border in self.borders:
            questions = self.asked.questions(border)
            if (questions > 1) != each and border.name:
                continue
            if questions > MOST_PERIODS:
                note = f"{border.name or 'periods'}: not tried, they need a question for each of {questions} periods"
                self.tried.notes += [] if note in self.tried.notes else [note]
                continue
            self._spend(questions, about)
            for block in self.asked.blocks(definitions, border, zone, where):
                self._take(block)

    def _spend(self, queries: int, about: str) -> None:
        if self.tried.queries + queries > self.most:
            raise _SpentError
        self.tried.queries += queries
        self.progress(about, self.tried.queries)

    def _take(self, block: Block) -> None:
        self.tried.ways += len(block.labels) * len(block.filters)
        self.tried.borders[block.border.name or "Helder's own"] = None
        self.fits += self.scale.fits(block)
        if len(self.fits) > 4 * _KEPT:
            ranked = sorted(self.fits, key=lambda fit: fit.rank)
            self.fits = [*ranked[:_KEPT], *(fit for fit in ranked[_KEPT:] if not fit.apart)]


def _near(fit: Fit) -> tuple[float, ...]:
    """How near a way is, to climb from: cells, then all of the difference left."""
    return (-fit.matched, fit.total, fit.apart)


def _dimension_of(where: str | None, dimensions: Iterable[str]) -> str | None:
    words = (where or "").replace("(", " ").split()
    return next((name for name in dimensions if name in words), None)
