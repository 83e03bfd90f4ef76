"""The ways a figure may have been made: definition, zone, borders of periods, and filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helder.errors import HelderError
from helder.metrics import Metric, Param
from helder.metrics.profiles import Profile
from helder.query.reconcile.spans import Border
from helder.query.side_by_side import OWN
from helder.query.store import Store

#: Values of a number that are usual, by the parameter's unit.
_USUAL: Mapping[str | None, tuple[float, ...]] = {
    "s": (0, 2, 3, 5, 6, 10, 15, 20, 25, 30, 40, 45, 60, 90, 120, 180, 300, 600),
    "min": (5, 10, 15, 20, 30, 45, 60, 90, 120),
    "h": (1, 2, 4, 6, 8, 12, 24, 48, 72),
    "days": (1, 2, 3, 5, 7, 10, 14, 21, 28, 30, 45, 60, 90, 120, 180, 365),
    None: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
}
_MOST_ZONES = 8
#: Whole-hour offsets of the zones of the world, after those at hand.
OFFSETS = tuple(f"Etc/GMT{-hours:+d}" for hours in range(-12, 15) if hours)


@dataclass(frozen=True)
class Definition:
    """A metric's parameters. base: Helder's own, or profiles; changed: the parameters set otherwise than there."""

    base: str
    params: Mapping[str, Any]
    changed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The definition in words."""
        told = ", ".join(f"{name}={self.params[name]}" for name in self.changed)
        return f"{self.base} with {told}" if told else self.base

    @property
    def apart(self) -> int:
        """How far it is from Helder's own."""
        return (self.base != OWN) + len(self.changed)

    @property
    def key(self) -> tuple[tuple[str, Any], ...]:
        """Equal for equal parameters."""
        return tuple(self.params.items())


@dataclass(frozen=True)
class Way:
    """One way to make the figures. where: the filter beside the question's own. label: what they are kept apart by."""

    definition: Definition
    zone: str
    border: Border
    where: str | None
    label: tuple[str, Any] | None
    reading: str

    def in_words(self, own_zone: str) -> str:
        """What differs from Helder's own, in words."""
        said = [f"as {self.definition.name}"]
        zone = f"UTC{-int(self.zone[7:]):+d}" if self.zone in OFFSETS else self.zone
        said += [f"days of {zone}"] if self.zone != own_zone else []
        said += [self.border.name] if self.border.name else []
        said += [f"only where {self.where}"] if self.where else []
        said += [f"{self.label[0]} {self.label[1]}"] if self.label else []
        return "; ".join([*said, f"read as {self.reading}"])


def named(metric: Metric, profiles: Mapping[str, Profile], given: Mapping[str, Any]) -> list[Definition]:
    """Helder's own definition and those of the profiles; profiles alike are one."""
    found: dict[object, Definition] = {}
    ways: list[tuple[str, Mapping[str, Any]]] = [(OWN, {})]
    ways += [(p.name, p.rules[metric.name].params) for p in profiles.values() if metric.name in p.rules]
    for name, params in ways:
        each = Definition(name, metric.values({**params, **given}))
        known = found.get(each.key)
        if known is None:
            found[each.key] = each
        elif known.base != OWN:
            found[each.key] = Definition(f"{known.base}, {name}", each.params)
    return list(found.values())


def varied(of: Definition, metric: Metric, store: Store, given: Mapping[str, Any]) -> Iterator[Definition]:
    """The definition with any one parameter set otherwise; those given stay."""
    for param in metric.params:
        if param.name in given:
            continue
        for value in _values(param, metric, store):
            if value != of.params[param.name]:
                changed = tuple(dict.fromkeys((*of.changed, param.name)))
                yield Definition(of.base, {**of.params, param.name: value}, changed)


def _values(param: Param, metric: Metric, store: Store) -> Iterable[Any]:
    if param.names == "calendar":
        return (param.default, *store.calendars)
    if param.names:
        return ()
    if param.choices:
        return param.choices
    usual = _USUAL.get(param.unit, _USUAL[None])
    if isinstance(param.default, int | float) and param.unit not in _USUAL and param.default > 10:
        usual = tuple(round(param.default * factor) for factor in (0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4))
    return [value for value in usual if _fits(param, value, metric)]


def _fits(param: Param, value: float, metric: Metric) -> bool:
    try:
        param.parse(value, metric.name)
    except HelderError:
        return False
    return True


def zones(own: str, store: Store) -> list[str]:
    """The zones at hand: the question's, the store's, UTC, and those of the countries customers are in, most customers first."""
    import pytz

    customers = store.tables["customers"]
    counts = customers.filter(customers.country.notnull()).group_by("country").aggregate(n=lambda t: t.count())
    rows = sorted(store.engine.run(counts).to_pylist(), key=lambda row: (-row["n"], row["country"]))
    there = [name for row in rows for name in pytz.country_timezones.get(row["country"].upper(), [])[:2]]
    return list(dict.fromkeys((own, store.engine.zone, "UTC", *there)))[:_MOST_ZONES]
