"""Applying a home folder's rules of retention to a store, as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from helder.engines import Engine
from helder.engines.retaining import Aged, Bounds, Since, retaining_of
from helder.metrics import Catalog
from helder.model.retention import Period, Rule
from helder.model.zones import day_start, local_date
from helder.store.customers import staying


@dataclass(frozen=True)
class Foreseen:
    """What a rule would take out of a table, and from when on rows are kept."""

    rule: Rule
    bounds: Bounds
    aged: Aged

    def to_record(self) -> dict[str, Any]:
        """It, as values that JSON has."""
        since = {what: getattr(self.bounds, what) for what in ("rows", "personal")}
        kept = {what: getattr(self.rule, what) for what in since}
        return {
            "table": self.rule.table.name,
            "by_whole": self.rule.by_whole,
            "kept": {what: None if period is None else str(period) for what, period in kept.items()},
            "since": {what: None if first is None else first.day.isoformat() for what, first in since.items()},
            **asdict(self.aged),
        }


def today(engine: Engine) -> date:
    """The day it is in the workspace's zone."""
    return local_date(datetime.now(UTC).replace(tzinfo=None), engine.zone)


def foresee(engine: Engine, catalog: Catalog, rules: Mapping[str, Rule], day: date) -> list[Foreseen]:
    """What the rules would take out on a day. Raises NotSupported where the engine cannot let go of rows."""
    bounds = _bounds(rules, day, engine.zone)
    aged = retaining_of(engine).counts(bounds, staying(catalog))
    return [Foreseen(rule, bounds[name], aged[name]) for name, rule in rules.items()]


def apply(engine: Engine, catalog: Catalog, rules: Mapping[str, Rule], day: date) -> Iterator[tuple[str, Aged]]:
    """Take out what the rules say on a day, each table told when it is done.

    What lay beneath is still to be overwritten then, by `finish` of the engine's customers. Raises NotSupported.
    """
    return retaining_of(engine).take_out(_bounds(rules, day, engine.zone), staying(catalog))


def _bounds(rules: Mapping[str, Rule], day: date, zone: str) -> dict[str, Bounds]:
    """From when on rows are kept: the beginning of the local day so long before, so that a day goes as a whole."""

    def since(period: Period | None) -> Since | None:
        if period is None:
            return None
        first = period.before(day)
        return Since(first, day_start(first, zone))

    return {name: Bounds(rule.table, since(rule.rows), since(rule.personal)) for name, rule in rules.items()}
