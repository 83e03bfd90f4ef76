"""A catalogue: metrics by name, with the earlier versions of each, and the profiles by which others count them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from helder.errors import BadInput, UnknownName
from helder.metrics import profiles
from helder.metrics.metric import Metric
from helder.metrics.profiles import Profile


class Catalog(Mapping[str, Metric]):
    """Metrics by name, in the order they are best read; `nps@1` is the version 1 of one that is at a later version.

    own_profiles: the file with a company's own profiles, beside those that Helder comes with.
    """

    def __init__(self, metrics: Iterable[Metric], own_profiles: Path | None = None) -> None:
        self._current = {metric.name: metric for metric in metrics}
        self._earlier = {old.name: old for metric in self._current.values() for old in metric.earlier}
        self._own_profiles = own_profiles

    def __getitem__(self, name: str) -> Metric:
        base, at, version = name.partition("@")
        current = self._current[base]
        return self._earlier[name] if at and version != str(current.version) else current

    def __iter__(self) -> Iterator[str]:
        return iter(self._current)

    def __len__(self) -> int:
        return len(self._current)

    def find(self, name: str) -> Metric:
        """The metric of that name; UnknownName with the nearest ones otherwise."""
        try:
            return self[name]
        except KeyError:
            raise UnknownName("metric", name, [*self._current, *self._earlier]) from None

    def check_dimensions(self, names: Iterable[str]) -> None:
        """Raises UnknownName for a dimension that no metric has."""
        there = {dimension for metric in self._current.values() for dimension in metric.dimensions}
        for name in names:
            if name not in there:
                raise UnknownName("dimension", name, there)

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """The profiles by name, the company's own last. Raises BadInput or UnknownName for one of its own that cannot be."""
        known = profiles.known(self)
        return known | profiles.own(self._own_profiles, self, known) if self._own_profiles else known

    def rules(self) -> list[dict[str, Any]]:
        """What every profile says of each metric it is about, as values that JSON has."""
        return [
            {
                "profile": profile.name, "title": profile.title, "metric": name,
                "sets": ", ".join(f"{param}={value}" for param, value in rule.params.items()),
                "reason": rule.reason, "beyond": rule.beyond, "source": rule.source, "address": rule.address,
                "seen": rule.seen, "own": profile.own,
            }
            for profile in self.profiles.values()
            for name, rule in profile.rules.items()
        ]  # fmt: skip

    def profile(self, name: str) -> Profile:
        """The profile of that name; UnknownName with the nearest ones otherwise."""
        if name not in self.profiles:
            raise UnknownName("profile", name, self.profiles)
        return self.profiles[name]

    def with_own(self, own: Iterable[Metric]) -> Catalog:
        """This catalogue and a company's own metrics; BadInput where one has the name of another."""
        added = tuple(own)
        for metric in added:
            if metric.name in self._current:
                raise BadInput(f"{metric} is a metric of the catalogue.", where="own metrics", fix="Give yours another name.")
        return Catalog((*self._current.values(), *added))

    def with_profiles(self, own: Path) -> Catalog:
        """This catalogue and a company's own profiles, in the file that is read when one is asked for."""
        return Catalog(self._current.values(), own)
