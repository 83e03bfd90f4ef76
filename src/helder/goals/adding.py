"""How a metric's figures over days make its figure over a period, which says how it can be foretold."""

from __future__ import annotations

from enum import Enum

from helder.forms import Count, Distinct, Stock, Total
from helder.metrics import Measure, Metric


class Adding(Enum):
    """TOTAL: the days' figures add up. RATE: they are pooled by their denominators. LEVEL: the last is the figure.

    SPAN: it is about who was there at a period's start, so it grows with the period. NEITHER: the days do not make it.
    """

    TOTAL = "total"
    RATE = "rate"
    LEVEL = "level"
    SPAN = "span"
    NEITHER = "neither"

    @property
    def needs_period(self) -> bool:
        """Whether a figure means nothing without a first and a last day."""
        return self in (Adding.TOTAL, Adding.SPAN)


def adding(metric: Metric) -> Adding:
    """How the days of a metric come together."""
    measures = metric.measured({}).measures
    if any(measure.fact.periodic for measure in measures):
        return Adding.SPAN
    if len(measures) == 2:
        return Adding.RATE if all(_of(measure) is Adding.TOTAL for measure in measures) else Adding.NEITHER
    return _of(measures[0])


def _of(measure: Measure) -> Adding:
    form = measure.form
    if isinstance(form, Stock):
        return Adding.LEVEL
    if not form.additive or form.accumulates or not form.summed or isinstance(form, Distinct):
        return Adding.NEITHER
    return Adding.TOTAL if isinstance(form, Count | Total) else Adding.RATE
