"""To what rows a tile or a board is narrowed: dimensions and their values, as a form offers and sends them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from helder.boards.board import Filters
from helder.facts.titles import of_dimension
from helder.metrics import Metric
from helder.web import serving
from helder.web.boards.data import Questions
from helder.web.boards.view import View
from helder.web.writing import language


@dataclass(frozen=True)
class Value:
    """A value that rows may have. key: as the form sends it."""

    key: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class Narrowing:
    """A dimension, and the values offered of it."""

    name: str
    title: str
    values: tuple[Value, ...]


def sent(texts: Iterable[str]) -> Filters:
    """The filters that a form sends: country:NL, country:DK, channel:web. What is none is left out."""
    found: dict[str, list[str]] = {}
    for text in texts:
        name, _colon, value = text.partition(":")
        if name.isidentifier() and value:
            found.setdefault(name, []).append(value)
    return tuple((name, tuple(dict.fromkeys(values))) for name, values in found.items())


def narrowings(
    filters: Filters, opened: str, dimensions: Sequence[str], questions: Questions, view: View, metric: Metric | None = None
) -> list[Narrowing]:
    """The dimensions that are narrowed, and the one that is opened to be, each with its values; those chosen first.

    metric: one by whose rows the values are known where no usual one knows the dimension.
    """
    chosen = dict(filters)
    names = [*chosen, *([opened] if opened in dimensions and opened not in chosen else [])]
    known = questions.values_of(tuple(names), view)
    return [_narrowing(name, chosen.get(name, ()), known[name] or _of(name, questions, view, metric)) for name in names]


def _of(name: str, questions: Questions, view: View, metric: Metric | None) -> tuple[str, ...]:
    if metric is None or name not in metric.dimensions:
        return ()
    rows = sorted(questions.sliced(metric.name, name, view), key=lambda row: -(row["n"] or 0))
    return tuple(dict.fromkeys(str(row[name]) for row in rows if row[name] is not None))[:40]


def _narrowing(name: str, chosen: tuple[str, ...], known: Sequence[str]) -> Narrowing:
    values = dict.fromkeys((*chosen, *known))
    told = _titles(name)
    return Narrowing(
        name,
        of_dimension(name, language()),
        tuple(Value(f"{name}:{value}", told.get(value, value), value in chosen) for value in values),
    )


def _titles(name: str) -> Mapping[str, str]:
    """What the values of a dimension are called, where they are numbers."""
    dimension = next((metric.dimensions[name] for metric in serving.catalog().values() if name in metric.dimensions), None)
    if dimension is None:
        return {}
    labels = dimension.labels.get(language(), dimension.labels.get("en", {}))
    return {str(value): label for value, label in labels.items()}
