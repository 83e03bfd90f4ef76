"""Answers: rows of metric x period x dimensions, and the forms they can be had in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from helder.errors import NotSupported
from helder.forms import Numbers
from helder.metrics import Metric
from helder.query.figures import Computed
from helder.query.question import Question
from helder.query.scan import Frame

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

#: What a row has with a comparison beside its own figures.
COMPARED = ("previous", "change", "p", "significant", "partial")


class Row(NamedTuple):
    """One figure.

    start: first local date of the period; None for the whole of time. labels: what the figure is kept apart by (scale,
    currency) or spread over (choice). value, low, high: in the unit, None where there is none. n: rows (or things) it
    rests on. With a comparison: previous, change (value - previous), p (two-sided), significant; partial where a period
    that is cut off or not over yet is compared with the same part of the one before. variance and degrees
    are those of the value, for tests.
    """

    metric: Metric
    start: date | None
    by: tuple[Any, ...]
    labels: tuple[tuple[str, Any], ...]
    value: float | None
    n: int | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    provisional: bool
    unit: str
    variance: float = math.nan
    degrees: float = math.nan
    suppressed: bool = False
    previous: float | None = None
    change: float | None = None
    p: float | None = None
    significant: bool | None = None
    partial: bool = False


def rows_of(figures: Computed, frame: Frame, provisional: Mapping[date | None, bool]) -> list[Row]:
    """The rows of one metric's figures. provisional: by the start of the period."""
    apart, spread = label_columns(figures.metric)
    columns = zip(
        figures.places,
        _known(figures.value),
        figures.n.tolist(),
        _known(figures.numerator),
        _known(figures.denominator),
        _known(figures.low),
        _known(figures.high),
        figures.units,
        figures.variance.tolist(),
        figures.degrees.tolist(),
        strict=True,
    )
    return [
        Row(
            metric=figures.metric,
            start=place.start if frame.grain else frame.since,
            by=place.by,
            labels=(*(((apart, place.apart),) if apart else ()), *(((spread, place.spread),) if spread else ())),
            value=value,
            n=round(n),
            numerator=numerator,
            denominator=denominator,
            low=low,
            high=high,
            provisional=provisional[place.start],
            unit=unit,
            variance=variance,
            degrees=degrees,
        )
        for place, value, n, numerator, denominator, low, high, unit, variance, degrees in columns
    ]


def label_columns(metric: Metric) -> tuple[str | None, str | None]:
    """The columns a metric's figures are kept apart by, and spread over."""
    measure = metric.measured({}).measures[0]
    return measure.apart, measure.spread


def _known(numbers: Numbers) -> list[float | None]:
    return [number if math.isfinite(number) else None for number in numbers.tolist()]


@dataclass(frozen=True)
class Answer:
    """The answer to a question: its rows, ordered by metric, dimensions and period.

    In every form the columns are metric, start, the dimensions, what figures are kept apart by or spread over (scale,
    currency, choice) where any metric has that, value, n, numerator, denominator, low, high, provisional, suppressed,
    unit, version, and with a comparison previous, change, p, significant, partial.
    """

    question: Question
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Names of the columns that figures are kept apart by or spread over."""
        return tuple(dict.fromkeys(name for m in self.question.metrics for name in label_columns(m) if name))

    @cached_property
    def _beside(self) -> tuple[str, ...]:
        """Those of them that are columns beside the dimensions."""
        return tuple(name for name in self.labels if name not in self.question.by)

    def to_records(self) -> list[dict[str, Any]]:
        """One dictionary per row; dates are dates, missing figures None."""
        return [self._record(row) for row in self.rows]

    def _record(self, row: Row) -> dict[str, Any]:
        labels = dict(row.labels)
        record: dict[str, Any] = {
            "metric": row.metric.name,
            "start": row.start,
            **dict(zip(self.question.by, row.by, strict=True)),
            **{name: labels.get(name) for name in self._beside},
            "value": row.value,
            "n": row.n,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "low": row.low,
            "high": row.high,
            "provisional": row.provisional,
            "suppressed": row.suppressed,
            "unit": row.unit,
            "version": row.metric.version,
        }
        if self.question.compare:
            record |= {name: getattr(row, name) for name in COMPARED}
        return record

    def to_arrow(self) -> pa.Table:
        """An Arrow table; start is a date, figures are doubles, n and version integers."""
        import pyarrow as pa

        figures = dict.fromkeys(("value", "numerator", "denominator", "low", "high", "previous", "change", "p"), pa.float64())
        flags = dict.fromkeys(("provisional", "suppressed", "significant", "partial"), pa.bool_())
        kinds = {"start": pa.date32(), "n": pa.int64(), "version": pa.int32(), **figures, **flags}
        names = list(self._record(self.rows[0])) if self.rows else self._columns()
        records = self.to_records()
        columns = {name: [record[name] for record in records] for name in names}
        dimensions = {name for name in names if name in self.question.by and name not in kinds}
        dimensions |= {name for name in self.labels if any(isinstance(value, int) for value in columns[name])}
        types = {name: kinds.get(name, None if name in dimensions and records else pa.string()) for name in names}
        return pa.table({name: pa.array(columns[name], type=types[name]) for name in names})

    def _columns(self) -> list[str]:
        figures = ["value", "n", "numerator", "denominator", "low", "high", "provisional", "suppressed", "unit", "version"]
        compared = list(COMPARED) if self.question.compare else []
        labels = [name for name in self.labels if name not in self.question.by]
        return ["metric", "start", *self.question.by, *labels, *figures, *compared]

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """A Polars frame."""
        try:
            import polars as pl
        except ModuleNotFoundError as error:
            raise NotSupported("There is no Polars here.", fix="Install it with: pip install 'helder[polars]'") from error

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def chart(self) -> Any:
        """An Altair chart: lines with their interval's band over time, bars with intervals otherwise.

        A LayerChart, or a VConcatChart where there are several metrics.
        """
        from helder.query.chart import chart

        return chart(self)
