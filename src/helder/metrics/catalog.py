"""A catalogue: metrics by name, with the earlier versions of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from helder.errors import BadInput, UnknownName
from helder.metrics.metric import Metric


class Catalog(Mapping[str, Metric]):
    """Metrics by name, in the order they are best read; `nps@1` is the version 1 of one that is at a later version."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._current = {metric.name: metric for metric in metrics}
        self._earlier = {old.name: old for metric in self._current.values() for old in metric.earlier}

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

    def with_own(self, own: Iterable[Metric]) -> Catalog:
        """This catalogue and a company's own metrics; BadInput where one has the name of another."""
        added = tuple(own)
        for metric in added:
            if metric.name in self._current:
                raise BadInput(f"{metric} is a metric of the catalogue.", where="own metrics", fix="Give yours another name.")
        return Catalog((*self._current.values(), *added))
