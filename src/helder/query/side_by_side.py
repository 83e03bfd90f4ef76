"""One metric counted in several ways side by side: Helder's own definition, and each profile that says something of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from helder.errors import BadQuestion
from helder.metrics import Metric
from helder.metrics.profiles import Profile, Rule
from helder.query.answer import Row, label_columns
from helder.query.compute import answer
from helder.query.explain import only
from helder.query.question import Question
from helder.query.store import Store
from helder.query.suppress import blank

if TYPE_CHECKING:
    import pyarrow as pa

OWN = "helder"


@dataclass(frozen=True)
class Variant:
    """One way to count. profile, rule: None for Helder's own. params: all of the metric's.

    same_as: the variant before it with the same parameters. alike: the one before it whose figures are the same here,
    though counted otherwise. rows: as in an answer.
    """

    profile: Profile | None
    rule: Rule | None
    params: Mapping[str, Any]
    same_as: str | None
    alike: str | None
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The profile's name, or helder."""
        return self.profile.name if self.profile else OWN


@dataclass(frozen=True)
class SideBySide:
    """A metric's figures by every definition, Helder's own first.

    In every form the columns are metric, profile, start, the dimensions, what figures are kept apart by, value, n,
    numerator, denominator, low, high, difference (from Helder's own), same_as, alike, reason, beyond, source, params,
    provisional, suppressed, unit, version.
    """

    question: Question
    variants: tuple[Variant, ...]

    def __iter__(self) -> Iterator[Variant]:
        return iter(self.variants)

    def __len__(self) -> int:
        return len(self.variants)

    @property
    def metric(self) -> Metric:
        """The metric."""
        return self.question.metrics[0]

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the columns that figures are kept apart by or spread over."""
        return tuple(name for name in label_columns(self.metric) if name)

    def differences(self, variant: Variant) -> list[float | None]:
        """Each row's value less that of Helder's own in the same cell; None where either has none."""
        own = {_cell(row): row.value for row in self.variants[0].rows}
        return [_less(row.value, own.get(_cell(row))) for row in variant.rows]

    def to_records(self) -> list[dict[str, Any]]:
        """One dictionary per definition and cell."""
        return [
            self._record(variant, row, difference)
            for variant in self.variants
            for row, difference in zip(variant.rows, self.differences(variant), strict=True)
        ]

    def _record(self, variant: Variant, row: Row, difference: float | None) -> dict[str, Any]:
        rule, labels = variant.rule, dict(row.labels)
        return {
            "metric": self.metric.name,
            "profile": variant.name,
            "start": row.start,
            **dict(zip(self.question.by, row.by, strict=True)),
            **{name: labels.get(name) for name in self.labels if name not in self.question.by},
            "value": row.value,
            "n": row.n,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "low": row.low,
            "high": row.high,
            "difference": difference,
            "same_as": variant.same_as,
            "alike": variant.alike,
            "reason": rule.reason if rule else None,
            "beyond": rule.beyond or None if rule else None,
            "source": " ".join(filter(None, (rule.source, rule.address))) if rule else None,
            "params": ", ".join(f"{name}={value}" for name, value in variant.params.items()),
            "provisional": row.provisional,
            "suppressed": row.suppressed,
            "unit": row.unit,
            "version": self.metric.version,
        }

    def to_arrow(self) -> pa.Table:
        """An Arrow table; start is a date, figures are doubles, n and version integers."""
        import pyarrow as pa

        figures = dict.fromkeys(("value", "numerator", "denominator", "low", "high", "difference"), pa.float64())
        texts = dict.fromkeys(
            ("metric", "profile", "same_as", "alike", "reason", "beyond", "source", "params", "unit"), pa.string()
        )
        flags = dict.fromkeys(("provisional", "suppressed"), pa.bool_())
        kinds = {"start": pa.date32(), "n": pa.int64(), "version": pa.int32(), **figures, **texts, **flags}
        records = self.to_records()
        names = list(records[0]) if records else list(kinds)
        return pa.table({name: pa.array([record[name] for record in records], type=kinds.get(name)) for name in names})

    def to_pandas(self) -> Any:
        """A pandas frame."""
        return self.to_arrow().to_pandas()


def side_by_side(
    question: Question, profiles: Mapping[str, Profile], given: Mapping[str, Any], store: Store, *, now: datetime
) -> SideBySide:
    """Figures of the question's one metric by Helder's own definition and by every profile that says something of it.

    given: parameters that hold for all of them. All are computed together: definitions over one fact share its scan.
    """
    metric = only(question)
    if question.compare:
        raise BadQuestion(
            "Definitions are compared with each other, not with another period.", where="compare", fix="Leave it out."
        )
    ways: list[tuple[Profile | None, Rule | None]] = [(None, None)]
    ways += [(profile, profile.rules[metric.name]) for profile in profiles.values() if metric.name in profile.rules]
    values = [metric.values({**(rule.params if rule else {}), **given}) for _, rule in ways]
    distinct = list(dict.fromkeys(tuple(each.items()) for each in values))
    rows = _together(question, metric, [dict(each) for each in distinct], store, now)
    return SideBySide(question, tuple(_variants(ways, values, distinct, rows)))


def _together(
    question: Question, metric: Metric, values: list[dict[str, Any]], store: Store, now: datetime
) -> list[tuple[Row, ...]]:
    """The rows by each set of parameters, from one answer. A cell hidden in one is hidden in all."""
    named = [named_apart(metric, place) for place in range(len(values))]
    params = {each.name: given for each, given in zip(named, values, strict=True)}
    found: dict[str, list[Row]] = {each.name: [] for each in named}
    for row in answer(replace(question, metrics=tuple(named), params=params), store, now=now):
        found[row.metric.name].append(row)
    hidden = {_cell(row) for rows in found.values() for row in rows if row.suppressed}
    return [tuple(blank(row) if _cell(row) in hidden else row for row in found[each.name]) for each in named]


@lru_cache(maxsize=256)
def named_apart(metric: Metric, place: int) -> Metric:
    """The metric under a name of its own, so that one question can hold it under several sets of parameters."""
    return replace(metric, name=f"{metric.name} {place}") if place else metric


def _variants(
    ways: list[tuple[Profile | None, Rule | None]],
    values: list[dict[str, Any]],
    distinct: list[tuple[tuple[str, Any], ...]],
    rows: list[tuple[Row, ...]],
) -> Iterator[Variant]:
    by_values: dict[object, str] = {}
    by_figures: dict[object, str] = {}
    for (profile, rule), params in zip(ways, values, strict=True):
        name = profile.name if profile else OWN
        key = tuple(params.items())
        own = rows[distinct.index(key)]
        same = by_values.setdefault(key, name)
        alike = by_figures.setdefault(tuple((_cell(row), row.value, row.n) for row in own), name)
        yield Variant(profile, rule, params, None if same == name else same, None if alike in (name, same) else alike, own)


def _cell(row: Row) -> tuple[Any, ...]:
    return (row.start, row.by, row.labels)


def _less(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other
