"""Keeping roll-ups: making them, making them anew, and letting go of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from helder.errors import NotSupported
from helder.facts import STORED
from helder.query.rollups.defining import Definition, defined, facts
from helder.query.rollups.rollup import Kind, Spec

if TYPE_CHECKING:
    from helder.engines.kept import RollUps
    from helder.metrics import Measure
    from helder.query.rollups.rollup import Known
    from helder.query.store import Store

#: Called with the name of the next, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]
#: By what boards show medians and distinct counts, of which a roll-up answers by its own dimensions alone.
_CELLS_BY = (("channel",), ())


@dataclass(frozen=True)
class Listed:
    """A roll-up that is there. rows: of its table. follows: brought up to date with every load; else a load makes it stale."""

    name: str
    kind: Kind
    metrics: tuple[str, ...]
    by: tuple[str, ...]
    rows: int
    follows: bool
    stale: bool
    built_at: datetime | None


def _nothing(name: str, done: int, of: int) -> None:
    """Nobody wants to know."""


class Keeping:
    """The roll-ups of a store. today: the date in the store's zone. Raises NotSupported where its engine keeps none."""

    def __init__(self, store: Store, today: date) -> None:
        if store.engine.rollups is None or store.known is None:
            raise NotSupported(
                "This store's engine keeps no roll-ups.", where=store.engine.url, fix="Questions are answered from the rows."
            )
        self._store = store
        self._today = today
        self._rollups: RollUps = store.engine.rollups
        self._known: Known = store.known

    def listed(self) -> list[Listed]:
        """Those there are."""
        found = []
        for kept in self._rollups.kept():
            spec = Spec.of_json(kept.spec)
            metrics = self._of_fact(spec.fact) if spec.fact else tuple(dict.fromkeys(wanted.metric for wanted in spec.wanted))
            rows = self._rollups.rows(kept.name)
            found.append(
                Listed(kept.name, spec.kind, metrics, spec.by, rows, kept.related is not None, kept.stale, kept.built_at)
            )
        return found

    def _of_fact(self, name: str) -> tuple[str, ...]:
        """The metrics that are asked of a fact."""
        build = STORED[name].build if name in STORED else None
        return tuple(
            m.name for m in self._store.catalog.values() if any(one.fact.build is build for one in m.measured({}).measures)
        )

    def add(self, by: Sequence[str], progress: Progress = _nothing) -> Iterator[str]:
        """Make those by some dimensions, one after another; gives the names. Raises UnknownName for what is no dimension."""
        self._store.catalog.check_dimensions(by)
        yield from self._make(self._defined(tuple(dict.fromkeys(by))), progress)

    def add_facts(self, progress: Progress = _nothing) -> Iterator[str]:
        """Keep the rows of facts that cost more to make than to read, where they are not there or stale; gives the names."""
        yield from self._make(self._behind(facts(self._store, self._known.setting), only_stale=True), progress)

    def add_for_boards(self, narrowed_by: Sequence[str], progress: Progress = _nothing) -> Iterator[str]:
        """Make those that boards need and that are not there; gives the names.

        The rows of facts; what adds up, by all the dimensions that boards are narrowed by; and the rest, which answers by its own
        dimensions alone, by channel and of the whole.
        """
        yield from self.add_facts(progress)
        has = {tuple(d for d in narrowed_by if d in metric.dimensions) for metric in self._store.catalog.values()}
        ways = [(by, False) for by in sorted(has, key=lambda by: (-len(by), by)) if by]
        for by, cells in [*ways, *((by, True) for by in _CELLS_BY)]:
            yield from self._make(self._missing(self._defined(by, cells=cells)), progress)

    def renew(self, progress: Progress = _nothing, *, only_stale: bool = False) -> Iterator[str]:
        """Make anew all there are, or those that are stale; those that hold something else than is meant now go."""
        specs = [Spec.of_json(kept.spec) for kept in self._rollups.kept()]
        ways: dict[tuple[str, ...], bool] = {}
        for spec in specs:
            if spec.kind is not Kind.FACT:
                ways[spec.by] = ways.get(spec.by, False) or spec.kind is Kind.CELLS
        rows = list(facts(self._store, self._known.setting)) if any(spec.fact for spec in specs) else []
        self._keep_only(rows, facts=True)
        yield from self._make(self._behind(rows, only_stale=only_stale), progress)  # first, as the others are made of them
        others = [one for by in sorted(ways, key=len, reverse=True) for one in self._defined(by, cells=ways[by])]
        self._keep_only(others, facts=False)
        yield from self._make(self._behind(others, only_stale=only_stale), progress)

    def _keep_only(self, meant: Iterable[Definition], *, facts: bool) -> None:
        """Let go of what is not meant any more, among the rows of facts or the others."""
        names = {one.kept.name for one in meant}
        for kept in self._rollups.kept():
            if (Spec.of_json(kept.spec).kind is Kind.FACT) is facts and kept.name not in names:
                self._rollups.drop(kept.name)

    def _behind(self, definitions: Iterable[Definition], *, only_stale: bool) -> list[Definition]:
        there = {kept.name: kept for kept in self._rollups.kept()}
        return [one for one in definitions if not only_stale or one.kept.name not in there or there[one.kept.name].stale]

    def drop(self) -> int:
        """Let go of all; how many there were."""
        there = self._rollups.kept()
        for kept in there:
            self._rollups.drop(kept.name)
        return len(there)

    def _missing(self, definitions: Iterable[Definition]) -> list[Definition]:
        there = {kept.name for kept in self._rollups.kept()}
        return [one for one in definitions if one.kept.name not in there]

    def _make(self, definitions: Sequence[Definition], progress: Progress) -> Iterator[str]:
        for i, definition in enumerate(definitions):
            progress(definition.kept.name, i, len(definitions))
            self._rollups.keep(definition.kept, self._store.engine.prepare(definition.expression))
            yield definition.kept.name

    def _defined(self, by: tuple[str, ...], *, cells: bool = True) -> list[Definition]:
        at_hand = [one for one in self._known.meant() if one.stored] if self._rollups.follows else []
        found = defined(self._store.catalog, by, self._store, self._known.setting, self._today, self._told(by), at_hand)
        return [one for one in found if cells or one.spec.kind is not Kind.CELLS]

    def _told(self, by: tuple[str, ...]) -> set[Measure]:
        """The measures that roll-ups of more dimensions tell by these, too."""
        finer = (rollup for rollup in self._known.meant() if set(rollup.spec.by) > set(by) and rollup.spec.kind is not Kind.CELLS)
        return {measure for rollup in finer for measure in rollup.columns}
