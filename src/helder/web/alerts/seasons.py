"""The newest periods of a segment beside what its own past makes likely."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from helder.forms import Count, Form, Total
from helder.metrics import Metric
from helder.query.answer import Row
from helder.stats import seasonal
from helder.stats.anomaly import Judgement, Scale, Series, judge
from helder.stats.distributions import Floats
from helder.web.alerts.models import Grain

#: Periods that a forecast looks back at: thirteen weeks of days, eight of hours, a year of weeks.
PAST = {Grain.HOUR: 8 * 7 * 24, Grain.DAY: 13 * 7, Grain.WEEK: 52}


def judged(series: Series, grain: str, level: float, last: int = 1) -> list[Judgement]:
    """What is found of the last so many periods, each from those before it, the oldest first."""
    past, size = PAST[Grain(grain)], len(series.values)
    return [judge(_cut(series, max(end - past - 1, 0), end), level) for end in range(max(size - last, 0) + 1, size + 1)]


def series_of(metric: Metric, starts: Sequence[datetime], rows: Sequence[Row | None], grain: str) -> Series:
    """The figures as a series; hidden ones are as if they were not there."""
    known = [row if row is not None and not row.suppressed else None for row in rows]
    scale = scale_of(metric, known)
    values = np.array([np.nan if row is None or row.value is None else row.value for row in known], dtype=float)
    if scale in (Scale.COUNT, Scale.AMOUNT):
        values = _with_noughts(values, rows)
    n = np.array([0 if row is None else row.n or 0 for row in known], dtype=float)
    variances = np.array([np.nan if row is None else row.variance for row in known], dtype=float)
    days = np.array([start.weekday() for start in starts])
    hours = np.array([start.hour for start in starts])
    if grain == Grain.WEEK:
        return Series(values, n, variances, np.zeros((len(starts), 0)), np.zeros(len(starts)), scale)
    if grain == Grain.HOUR:
        return Series(values, n, variances, seasonal.by_hour(days, hours), (days * 24 + hours).astype(float), scale)
    return Series(values, n, variances, seasonal.by_weekday(days), days.astype(float), scale)


def scale_of(metric: Metric, rows: Sequence[Row | None]) -> Scale:
    """On what the figures of a metric are looked at."""
    measures = metric.measured({}).measures
    form: Form | None = measures[0].form if len(measures) == 1 else None
    known = [row for row in rows if row is not None and row.value is not None]
    if isinstance(form, Count):
        return Scale.COUNT
    if isinstance(form, Total) and all((row.value or 0) >= 0 for row in known):
        return Scale.AMOUNT
    if form is not None and known and all(_is_share(row) for row in known):
        return Scale.SHARE
    return Scale.FIGURE


def _is_share(row: Row) -> bool:
    """Whether a figure is so many rows of n."""
    hits = row.numerator
    return row.unit == "share" and hits is not None and float(hits).is_integer() and row.denominator == row.n


def _with_noughts(values: Floats, rows: Sequence[Row | None]) -> Floats:
    """A period without rows counts nought, once there were any; hidden ones stay unknown."""
    there = np.flatnonzero(values > 0)
    first = int(there[0]) if len(there) else len(values)
    empty = np.array([row is None or not (row.n or row.suppressed) for row in rows])
    after = np.arange(len(values)) >= first
    return np.asarray(np.where(np.isnan(values) & empty & after, 0.0, values))


def _cut(series: Series, begin: int, end: int) -> Series:
    one = slice(begin, end)
    return Series(series.values[one], series.n[one], series.variances[one], series.shape[one], series.slots[one], series.scale)
