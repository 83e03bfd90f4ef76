"""What a roll-up is, and how it is told to the engine that keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from helder.facts import STORED, Source
from helder.metrics import Catalog, Measure
from helder.model import TABLES
from helder.query.scan import Stored

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from helder.engines.kept import Kept, RollUps


#: The folders of what a roll-up is made by.
_DEFINING = ("facts", "forms", "metrics", "model", "query")


class Kind(StrEnum):
    """What a row of a roll-up holds.

    PARTS: the parts of some measures, which add up; per day, or per month for facts made per period. CELLS: what was fetched for
    a month, which does not add up. FACT: a row of a fact, which nothing is added up of: it serves whatever is asked of that fact.
    """

    PARTS = "parts"
    CELLS = "cells"
    FACT = "fact"


@dataclass(frozen=True)
class Setting:
    """What a roll-up holds for: a store is asked in other zones and currencies, and by other definitions, without it.

    definitions: of facts, forms and metrics, as `definitions` tells them apart.
    """

    zone: str
    currency: str
    definitions: str


@lru_cache
def definitions() -> str:
    """Another text for a Helder in which anything that a roll-up is made by is written otherwise."""
    package = Path(__file__).parents[2]
    written = sorted(path for name in _DEFINING for path in (package / name).rglob("*") if path.suffix in (".py", ".toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in written)).hexdigest()[:16]


@dataclass(frozen=True)
class Wanted:
    """A measure, as the index of one of a metric's in a version, with its parameters' defaults."""

    metric: str
    version: int
    index: int

    def found(self, catalog: Catalog) -> Measure | None:
        """The measure; None where the catalogue has none of that name and version."""
        metric = catalog.get(self.metric)
        if metric is None or metric.version != self.version:
            return None
        measures = metric.measured({}).measures
        return measures[self.index] if self.index < len(measures) else None


@dataclass(frozen=True)
class Spec:
    """What a roll-up is made of. months: the first it has and the one after its last, for facts made per period.

    columns: by measure, in their order, the column each of its parts is in. dimensions: what those it is kept by are. fact: the
    name of the one whose rows it has; there are no measures then.
    """

    kind: Kind
    wanted: tuple[Wanted, ...]
    by: tuple[str, ...]
    dimensions: tuple[str, ...]
    columns: tuple[Mapping[str, str], ...]
    setting: Setting
    months: tuple[date, date] | None = None
    fact: str | None = None

    def to_json(self) -> str:
        """As text, the same for the same."""
        return json.dumps(
            {
                "kind": self.kind,
                "measures": [[w.metric, w.version, w.index] for w in self.wanted],
                "by": self.by,
                "dimensions": self.dimensions,
                "columns": [dict(columns) for columns in self.columns],
                "setting": [self.setting.zone, self.setting.currency, self.setting.definitions],
                "months": [day.isoformat() for day in self.months] if self.months else None,
                "fact": self.fact,
            },
            sort_keys=True,
        )

    @staticmethod
    def of_json(text: str) -> Spec:
        """The one that a text tells of."""
        told = json.loads(text)
        months = [date.fromisoformat(day) for day in told["months"] or ()]
        return Spec(
            Kind(told["kind"]) if told["kind"] in list(Kind) else Kind.PARTS,  # an older Helder's, by other definitions
            tuple(Wanted(*wanted) for wanted in told["measures"]),
            tuple(told["by"]),
            tuple(told["dimensions"]),
            tuple(told["columns"]),
            Setting(*told["setting"]),
            (months[0], months[1]) if months else None,
            told.get("fact"),
        )


@dataclass(frozen=True, eq=False)
class RollUp:
    """A roll-up that is there, with its measures by which column each of their parts is in. keys: columns of its table.

    stored: what it has where it is rows of a fact.
    """

    spec: Spec
    name: str
    keys: tuple[str, ...]
    table: ir.Table
    columns: Mapping[Measure, Mapping[str, str]]
    stored: Stored | None = None


def described(measures: Iterable[Measure], by: tuple[str, ...]) -> tuple[str, ...]:
    """What some dimensions are, over the facts of some measures; other words where a company declares one anew."""
    facts = {measure.fact.name: measure.fact for measure in measures}
    return tuple(f"{name} {fact.dimensions.get(name)!r}" for fact in facts.values() for name in by)


@dataclass(frozen=True)
class Known:
    """The roll-ups of a store that hold what a catalogue and a setting mean."""

    rollups: RollUps
    catalog: Catalog
    setting: Setting
    _read: dict[tuple[str, datetime | None], RollUp | None] = field(default_factory=dict, repr=False, compare=False)

    def fresh(self) -> dict[RollUp, Kept]:
        """Those that are not stale now, as they are kept now."""
        return {rollup: kept for rollup, kept in self.meant().items() if not kept.stale}

    def meant(self) -> dict[RollUp, Kept]:
        """All of them, as they are kept now."""
        found: dict[RollUp, Kept] = {}
        for kept in self.rollups.kept():
            made = (kept.name, kept.built_at)
            if made not in self._read:
                self._read[made] = self._meant(kept)
            rollup = self._read[made]
            if rollup is not None:
                found[rollup] = kept
        return found

    def _meant(self, kept: Kept) -> RollUp | None:
        """The roll-up; None where it holds something else than is meant."""
        spec = Spec.of_json(kept.spec)
        if spec.kind is Kind.FACT:
            return self._fact(spec, kept)
        measures = [wanted.found(self.catalog) for wanted in spec.wanted]
        there = [measure for measure in measures if measure is not None]
        if spec.setting != self.setting or len(there) < len(measures) or described(there, spec.by) != spec.dimensions:
            return None
        return RollUp(spec, kept.name, kept.keys, self.rollups.table(kept.name), dict(zip(there, spec.columns, strict=True)))

    def _fact(self, spec: Spec, kept: Kept) -> RollUp | None:
        """The rows of a fact; None where they are another's than is meant."""
        fact = STORED.get(spec.fact or "")
        if fact is None or spec.setting != self.setting:
            return None
        made = fact.build(Source({name: table.expression for name, table in TABLES.items()}))
        # An engine may keep a wider type than the fact means: sums of whole numbers, say.
        table = self.rollups.table(kept.name).cast(made.schema())
        return RollUp(spec, kept.name, kept.keys, table, {}, Stored(kept.name, fact.build, table))


def at_hand(rollups: Iterable[RollUp], measures: Iterable[Measure]) -> tuple[Stored, ...]:
    """The facts among some roll-ups that some measures may be made of: those of tables that they read."""
    read = {table for measure in measures for table in measure.fact.tables}
    facts = [r.stored for r in rollups if r.stored is not None and read.issuperset(STORED[r.spec.fact or ""].tables)]
    return tuple(sorted(facts, key=lambda one: one.name))
