"""Whether the newest figure of a series differs from what its own past makes likely."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from helder.stats import seasonal
from helder.stats.counted import Counted, OfRows
from helder.stats.distributions import Floats, normal_quantile, student_quantile, student_tails


class Scale(Enum):
    """On what a series is looked at.

    FIGURE: as it is (means, points, ratios). SHARE: of rows, few of them by their number. COUNT: whole numbers from 0.
    AMOUNT: sums from 0, by their root, on which the variance of a sum of many is about the same whatever its size.
    """

    FIGURE = "figure"
    SHARE = "share"
    COUNT = "count"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Series:
    """A series whose last period is to be judged. One entry, or row, per period, without a gap between them.

    values: nan for none. n: rows behind each. variances: of each by its rows, nan where not known. shape: columns of
    `seasonal.by_weekday` or `by_hour`, none for no season. slots: which of the season's places a period has.
    """

    values: Floats
    n: Floats
    variances: Floats
    shape: Floats
    slots: Floats
    scale: Scale


@dataclass(frozen=True)
class Judgement:
    """What was expected of the last period, between which ends it stays but for the chance asked for, and its two-sided p.

    All are nan where the past is too short to tell.
    """

    expected: float = math.nan
    low: float = math.nan
    high: float = math.nan
    p: float = math.nan

    @property
    def known(self) -> bool:
        """Whether the past was long enough."""
        return not math.isnan(self.expected)


#: Rows of the rarer kind below which a share is judged by their number.
FEW = 25
#: Figures in the past that it takes, and of them in the same place of the season; beyond the columns of the fit, how many.
LEAST, LEAST_OF_PLACE, _LEAST_LEFT = 12, 4, 8


def judge(series: Series, level: float = 0.01) -> Judgement:
    """How far the last period is from the forecast of those before; `level` is the chance of a false alarm."""
    past = ~np.isnan(series.values[:-1])
    alike = past & (series.slots[:-1] == series.slots[-1])
    if past.sum() < max(LEAST, _LEAST_LEFT + 2 + series.shape.shape[1]) or alike.sum() < LEAST_OF_PLACE:
        return Judgement()
    if series.scale is Scale.COUNT:
        return _of_count(series, level)
    return _of_figure(series, level)


def _of_figure(series: Series, level: float) -> Judgement:
    rooted = series.scale is Scale.AMOUNT
    values = np.sqrt(np.maximum(series.values, 0.0)) if rooted else series.values
    found = seasonal.of_figures(values, _of_rows(series, rooted=rooted), series.shape)
    if series.scale is Scale.SHARE:
        few = min(found.mean, 1 - found.mean) * series.n[-1]
        if few < FEW:
            return _of_few(series, found, level)
    deviation = math.sqrt(max(found.variance, 1e-300))
    reach = float(student_quantile(1 - level, found.df)) * deviation
    p = float(student_tails((values[-1] - found.mean) / deviation, found.df))
    if rooted:
        return Judgement(max(found.mean, 0.0) ** 2, max(found.mean - reach, 0.0) ** 2, max(found.mean + reach, 0.0) ** 2, p)
    return Judgement(found.mean, found.mean - reach, found.mean + reach, p)


def _of_rows(series: Series, *, rooted: bool) -> Floats:
    """The variance of each figure by its number of rows alone: that of one row is taken from all periods together."""
    known = np.isfinite(series.variances) & (series.n > 0) & np.isfinite(series.values)
    if not known.any():
        return np.zeros(len(series.values))
    v, n = series.variances[known], series.n[known]
    if rooted:
        return np.full(len(series.values), v.sum() / max(4 * series.values[known].sum(), 1e-300))
    return float((v * n * n).sum() / n.sum()) / np.maximum(series.n, 1.0)


def _of_few(series: Series, found: seasonal.Forecast, level: float) -> Judgement:
    """A share of so few rows that their number is judged, instead of the share as if it were normal."""
    rows, seen = int(series.n[-1]), float(np.nansum(series.n[:-1]))
    mean = min(max(found.mean, 0.5 / seen), 1 - 0.5 / seen)
    spread = OfRows(rows, mean, found.variance * _wider(found.df, level))
    hits = round(float(series.values[-1]) * rows)
    low, high = spread.quantile(level / 2), spread.quantile(1 - level / 2)
    return Judgement(mean, low / rows, high / rows, spread.two_sided(hits))


def _of_count(series: Series, level: float) -> Judgement:
    found = seasonal.of_counts(series.values, series.shape)
    spread = Counted(found.mean, found.variance * _wider(found.df, level))
    return Judgement(
        found.mean, spread.quantile(level / 2), spread.quantile(1 - level / 2), spread.two_sided(float(series.values[-1]))
    )


def _wider(df: int, level: float) -> float:
    """By how much variances grow so that a spread reaches as far as Student's t does, where it is estimated from few periods."""
    return (float(student_quantile(1 - level, df)) / normal_quantile(1 - level)) ** 2
