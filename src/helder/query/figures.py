"""Figures: values, intervals and variances of one metric's cells, in its unit."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from helder.forms import Count, Figures, Numbers, Parts, divided
from helder.metrics import Measure, Metric, Quotient
from helder.metrics.unit import MONEY, POINTS, SCORE
from helder.model.money import minor_units
from helder.query.cells import Cells, Place
from helder.stats import intervals, variances

#: The scale results need not be labelled with.
_STANDARD_SCALE = "0-10"
#: The ends of a scale as facts name them: "1-5", "verbal 1-5".
_SCALE = re.compile(r"(-?[\d.]+)-(-?[\d.]+)$")


@dataclass(frozen=True)
class Computed:
    """One metric's figures, one entry per place; values, intervals and variances are in the unit shown."""

    metric: Metric
    places: list[Place]
    value: Numbers
    n: Numbers
    numerator: Numbers
    denominator: Numbers
    low: Numbers
    high: Numbers
    variance: Numbers
    degrees: Numbers
    units: list[str]


def of_measure(metric: Metric, measure: Measure, cells: Cells, confidence: float, currency: str) -> Computed:
    """Figures of a metric with one measure."""
    parts = _shared(cells, measure)
    figures = measure.form.figures(parts)
    low, high = measure.form.interval(parts, confidence)
    degrees = measure.form.degrees(parts)
    return _in_unit(
        metric,
        cells.places,
        figures,
        (low, high),
        measure.form.variance(parts),
        _or_nan(degrees, figures.n),
        measure.apart,
        currency,
    )


def of_quotient(metric: Metric, quotient: Quotient, over: Cells, under: Cells, confidence: float, currency: str) -> Computed:
    """Figures of one measure divided by another, in every place that either has.

    Where the numerator is kept apart, it alone says by what, so it alone gives the places. Its having no rows in a place
    is nought where rows are counted, and unknown where something is summed up: nothing was said of what was spent.
    """
    top, bottom = quotient.numerator.form, quotient.denominator.form
    apart = quotient.numerator.apart
    places = list(dict.fromkeys((*over.places, *(() if apart else under.places))))
    a, b = _in_places(over, places), _in_places(under, [place._replace(apart=None) for place in places])
    figures = fraction(quotient, a, b)
    numerator, denominator = figures.numerator, figures.denominator
    assert numerator is not None
    assert denominator is not None
    spread, other = np.nan_to_num(top.variance(a)), np.nan_to_num(bottom.variance(b))
    between = intervals.quotient(numerator, spread, denominator, other, confidence)
    variance = variances.quotient(numerator, spread, denominator, other)
    return _in_unit(metric, places, figures, between, variance, np.full_like(figures.n, np.nan), apart, currency)


def fraction(quotient: Quotient, over: Parts, under: Parts) -> Figures:
    """One measure divided by another, of their parts in the same places."""
    above, below = quotient.numerator.form.figures(over).value, quotient.denominator.form.figures(under)
    numerator = np.nan_to_num(above) if isinstance(quotient.numerator.form, Count) else above
    denominator = np.nan_to_num(below.value)
    return Figures(divided(numerator, denominator), below.n, numerator, denominator)


def _in_places(cells: Cells, places: list[Place]) -> dict[str, Numbers]:
    """The parts in some places, nought where there are none."""
    index = {place: i for i, place in enumerate(cells.places)}
    at = [index.get(place, len(index)) for place in places]
    return {name: np.append(part, 0.0)[at] for name, part in cells.parts.items()}


def _shared(cells: Cells, measure: Measure) -> dict[str, Numbers]:
    """Parts with the denominator of the whole cell, where a measure spreads it over the values of a column."""
    if measure.spread is None:
        return cells.parts
    wholes = [place._replace(spread=None) for place in cells.places]
    index = {whole: i for i, whole in enumerate(dict.fromkeys(wholes))}
    where = np.array([index[whole] for whole in wholes], dtype=np.int64)
    total = np.bincount(where, cells.parts["n"], len(index)).astype(np.float64)[where] if wholes else cells.parts["n"]
    return {**cells.parts, "n": total}


def _or_nan(degrees: Numbers | None, n: Numbers) -> Numbers:
    return np.full_like(n, np.nan) if degrees is None else degrees


def _in_unit(
    metric: Metric,
    places: list[Place],
    figures: Figures,
    interval: tuple[Numbers, Numbers],
    variance: Numbers,
    degrees: Numbers,
    apart: str | None,
    currency: str,
) -> Computed:
    labels = [place.apart for place in places]
    known = {label: _unit_of(metric, label, apart, currency) for label in set(labels)}
    units = [known[label][0] for label in labels]
    minor = np.array([known[label][1] for label in labels], dtype=np.float64)
    unknown = np.full_like(figures.n, np.nan)

    def in_unit(raw: Numbers) -> Numbers:
        return raw * metric.unit.factor / minor  # divided, as 115 / 100 is 1.15 and 115 * 0.01 is not

    numerator = unknown if figures.numerator is None else figures.numerator
    denominator = unknown if figures.denominator is None else figures.denominator
    value = in_unit(figures.value)
    low, high = _possible(metric, places, apart, value, in_unit(interval[0]), in_unit(interval[1]))
    of_amounts = {label: minor_units(label or currency) if metric.unit.of_amounts else 1 for label in known}
    amounts = np.array([of_amounts[label] for label in labels], dtype=np.float64)
    return Computed(
        metric=metric,
        places=places,
        value=value,
        n=figures.n,
        numerator=numerator / minor / amounts,
        denominator=denominator / amounts,
        low=low,
        high=high,
        variance=in_unit(in_unit(variance)),
        degrees=degrees,
        units=units,
    )


def _possible(
    metric: Metric, places: list[Place], apart: str | None, value: Numbers, low: Numbers, high: Numbers
) -> tuple[Numbers, Numbers]:
    """An interval without what no figure can be: below nought for a time, past the ends of its scale for a score.

    A figure that is there itself, of rows that break the rule, keeps its interval.
    """
    scales = [place.apart if apart == "scale" else None for place in places]
    ends = {scale: _ends(metric, scale) for scale in set(scales)}
    least, most = np.array([ends[scale] for scale in scales], dtype=np.float64).reshape(-1, 2).T
    keeps = (value < least) | (value > most)
    return np.where(keeps, low, np.maximum(low, least)), np.where(keeps, high, np.minimum(high, most))


def _ends(metric: Metric, scale: str | None) -> tuple[float, float]:
    """The least and the most a figure can be."""
    found = _SCALE.search(scale or "") if metric.unit is SCORE else None
    if found:
        return float(found[1]), float(found[2])
    return -math.inf if metric.unit.least is None else metric.unit.least, math.inf


def _unit_of(metric: Metric, apart: str | None, column: str | None, currency: str) -> tuple[str, int]:
    """The unit's name for a place, and how many of the raw figures' minor units make one of it."""
    if metric.unit is MONEY:
        code = apart or currency
        return code, minor_units(code)
    labelled = metric.unit is SCORE or (metric.unit is POINTS and apart != _STANDARD_SCALE)
    return (f"{metric.unit.name} ({apart})" if column == "scale" and apart and labelled else metric.unit.name), 1
