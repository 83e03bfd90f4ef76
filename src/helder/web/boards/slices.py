"""A metric by one dimension: ranked values, each against all other known ones together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np
from django.utils.translation import gettext_lazy as _

from helder.metrics import Metric
from helder.stats.tests import benjamini_hochberg, difference
from helder.web.boards import figure
from helder.web.boards.data import Row
from helder.web.boards.tile import Cell, cell, variant
from helder.web.boards.view import View
from helder.web.writing import language

#: How a value stands to the rest, in a word.
AGAINST = {"better": _("better"), "worse": _("worse"), "higher": _("higher"), "lower": _("lower")}


@dataclass(frozen=True)
class Slice:
    """One value of the dimension. against: better, worse, or None where it differs from the rest within chance or untested."""

    value: str
    cell: Cell
    against: str | None
    p: str | None
    href: str | None

    @property
    def against_words(self) -> str:
        """How it stands to the rest, in a word."""
        return str(AGAINST[self.against]) if self.against else ""


def ranked(rows: Sequence[Row], whole: Row, metric: Metric) -> list[Row]:
    """The rows on the whole's scale or in its currency, best first (else largest); those without a value last."""
    sign = 1 if metric.better == "lower" else -1
    alike = [row for row in rows if variant(row) == variant(whole)]
    return sorted(alike, key=lambda row: (row["value"] is None, sign * (row["value"] or 0.0)))


def slices(rows: Sequence[Row], whole: Row, dimension: str, metric: Metric, view: View) -> list[Slice]:
    """Every value with its interval and its test against the rest."""
    adjusted, verdicts = against_the_rest(rows, whole, metric, dimension)
    found = []
    for row, p, verdict in zip(rows, adjusted, verdicts, strict=True):
        value = row[dimension]
        href = None if value is None else f"/metrics/{quote(metric.name)}?{view.of((dimension, str(value))).query}"
        found.append(
            Slice(
                "" if value is None else metric.dimensions[dimension].told(value, language()),
                cell(row, None),
                verdict,
                figure.probability(p),
                href,
            )
        )
    return found


def against_the_rest(
    rows: Sequence[Row], whole: Row, metric: Metric, dimension: str
) -> tuple[list[float | None], list[str | None]]:
    """p of each value against all others together, corrected for their number, and which way it differs.

    Rows of which the dimension is not known are no value, and belong to no rest: who is known often differs from who is not.
    None where there is no test: the metric's whole is no weighted mean of its slices (totals, quantiles, distinct
    counts, suppressed cells), or the variance of a slice is not known.
    """
    none: tuple[list[float | None], list[str | None]] = ([None] * len(rows), [None] * len(rows))
    found = [row for row in rows if row["value"] is not None and math.isfinite(row["variance"])]
    known = [row for row in found if row[dimension] is not None]
    if len(known) < 2 or whole["value"] is None or not _is_mean_of(whole, found):
        return none
    value, weight = _column(known, "value"), _weights(known)
    variance = _column(known, "variance")
    rest = weight.sum() - weight
    if not np.all(rest > 0):
        return none
    others = ((weight * value).sum() - weight * value) / rest
    spread = ((weight**2 * variance).sum() - weight**2 * variance) / rest**2
    adjusted, significant = benjamini_hochberg(difference(value, variance, others, spread))
    tested = {
        id(row): (float(p), _way(above, metric) if sure else None)
        for row, p, above, sure in zip(known, adjusted, value > others, significant, strict=True)
    }
    told = [tested.get(id(row), (None, None)) for row in rows]
    return [p for p, _ in told], [way for _, way in told]


def _is_mean_of(whole: Row, rows: Sequence[Row]) -> bool:
    """Whether the whole is the weighted mean of its slices."""
    weight = _weights(rows)
    total = weight.sum()
    return bool(total > 0 and np.isclose((weight * _column(rows, "value")).sum() / total, whole["value"], rtol=1e-6, atol=1e-9))


def _weights(rows: Sequence[Row]) -> np.ndarray:
    return np.array([row["denominator"] if row["denominator"] is not None else row["n"] for row in rows], dtype=float)


def _column(rows: Sequence[Row], name: str) -> np.ndarray:
    return np.array([row[name] for row in rows], dtype=float)


def _way(above: bool, metric: Metric) -> str:
    if metric.better is None:
        return "higher" if above else "lower"
    return "better" if above == (metric.better == "higher") else "worse"
