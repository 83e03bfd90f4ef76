"""Decompositions: what each segment did to a change, and the forms they can be had in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from helder.query.answer import label_columns
from helder.query.question import Question

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

#: What is said of a segment beside its figures.
APPEARED, VANISHED, POOLED = "appeared", "vanished", "small groups together"


@dataclass(frozen=True)
class Effect:
    """What one segment did to the change, or all of them together (segment is False, by is all None).

    value, previous, change: the segment's own figure in both periods. weight, previous_weight: its share of the denominator,
    nought to one; None for a total, which has no mix. rate: what came of the change within the segment, with its interval. mix:
    what came of its growing or shrinking. effect: rate + mix, or for a total simply the change; effects add up to the change of
    the whole. state: APPEARED or VANISHED where it has rows in one period only, POOLED for groups too small to be told apart.
    """

    segment: bool
    by: tuple[Any, ...]
    labels: tuple[tuple[str, Any], ...]
    value: float | None
    previous: float | None
    change: float | None
    n: int | None
    previous_n: int | None
    weight: float | None
    previous_weight: float | None
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    mix: float | None
    effect: float | None
    unit: str
    state: str = ""


@dataclass(frozen=True)
class Decomposition:
    """A change of one metric, split over the segments of some dimensions; per scale, currency or choice, the whole comes first.

    Periods are half-open: [since, until), and [previous_since, previous_until) that it is compared with. provisional: rows may
    still come into either. Records have the columns metric, row (whole or segment), the dimensions, the labels, and the fields
    of Effect from value to state.
    """

    question: Question
    since: date
    until: date
    previous_since: date
    previous_until: date
    provisional: bool
    effects: tuple[Effect, ...]

    def __iter__(self) -> Iterator[Effect]:
        return iter(self.effects)

    @property
    def wholes(self) -> tuple[Effect, ...]:
        """The whole of each scale, currency or choice; one where there are none."""
        return tuple(effect for effect in self.effects if not effect.segment)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the columns that figures are kept apart by or spread over."""
        return tuple(name for name in label_columns(self.question.metrics[0]) if name)

    def to_records(self) -> list[dict[str, Any]]:
        """One dictionary per effect; missing figures None."""
        return [self._record(effect) for effect in self.effects]

    def _record(self, effect: Effect) -> dict[str, Any]:
        labels = dict(effect.labels)
        return {
            "metric": self.question.metrics[0].name,
            "row": "segment" if effect.segment else "whole",
            **dict(zip(self.question.by, effect.by, strict=True)),
            **{name: labels.get(name) for name in self.labels},
            **{name: getattr(effect, name) for name in _FIGURES},
            "provisional": self.provisional,
            "state": effect.state,
            "unit": effect.unit,
            "version": self.question.metrics[0].version,
        }

    def to_arrow(self) -> pa.Table:
        """An Arrow table; figures are doubles, n and version integers."""
        import pyarrow as pa

        records = self.to_records()
        kinds = {
            **dict.fromkeys(_FIGURES, pa.float64()), "n": pa.int64(), "previous_n": pa.int64(), "version": pa.int32(),
            **dict.fromkeys(("metric", "row", "state", "unit"), pa.string()), "provisional": pa.bool_(),
        }  # fmt: skip
        names = list(records[0]) if records else [*kinds]
        return pa.table({name: pa.array([record[name] for record in records], type=kinds.get(name)) for name in names})

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame."""
        return self.to_arrow().to_pandas()


_FIGURES = (
    "value", "previous", "change", "n", "previous_n", "weight", "previous_weight",
    "rate", "rate_low", "rate_high", "mix", "effect",
)  # fmt: skip
