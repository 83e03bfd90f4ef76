"""Comparison with another period: the change, and whether it is more than chance."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from helder.query.answer import Row, label_columns
from helder.query.question import Question
from helder.stats.tests import benjamini_hochberg, difference


def compared(rows: list[Row], others: list[Row], question: Question) -> list[Row]:
    """The rows with what they were in the period compared with; `others` stand under the start of the one that is compared.

    The p values of one metric are corrected together for their number (Benjamini-Hochberg).
    """
    earlier = {(row.metric.name, row.start, row.by, row.labels): row for row in others}
    alike = {(row.metric.name, row.start, row.by, _apart(row)): row for row in others}
    pairs = []
    for row in rows:
        other = earlier.get((row.metric.name, row.start, row.by, row.labels))
        if other is None and (sibling := alike.get((row.metric.name, row.start, row.by, _apart(row)))):
            other = _none_of(row, sibling, question)
        pairs.append((row, other))
    found: list[Row] = []
    for metric in question.metrics:
        found += _tested([(row, other) for row, other in pairs if row.metric is metric], 1 - question.confidence)
    return found


def _apart(row: Row) -> tuple[tuple[str, Any], ...] | None:
    """The labels of a row but that which the share of a whole is spread over; None where it is spread over none."""
    _, spread = label_columns(row.metric)
    return tuple(label for label in row.labels if label[0] != spread) if spread else None


def _none_of(row: Row, sibling: Row, question: Question) -> Row | None:
    """What nobody chose then, of those who chose something: a share of nought, not of nothing."""
    if sibling.n is None or _apart(row) is None:
        return None
    form = row.metric.measured(question.params.get(row.metric.name, {})).measures[0].form
    parts = {"n": np.array([float(sibling.n)]), "hits": np.zeros(1)}
    degrees = form.degrees(parts)
    return sibling._replace(
        labels=row.labels,
        value=0.0,
        numerator=0.0,
        variance=float(form.variance(parts)[0]),
        degrees=math.nan if degrees is None else float(degrees[0]),
    )


def _tested(pairs: list[tuple[Row, Row | None]], level: float) -> list[Row]:
    def of(name: str, index: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        values = [getattr(pair[index], name) if pair[index] is not None else None for pair in pairs]
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

    degrees = [of("degrees", i) for i in (0, 1)]
    known = ~np.isnan(degrees[0]) & ~np.isnan(degrees[1])
    figures = (of("value", 0), of("variance", 0), of("value", 1), of("variance", 1))
    p = np.where(known, difference(*figures, df1=degrees[0], df0=degrees[1]), difference(*figures))
    adjusted, significant = benjamini_hochberg(p, level)
    return [_with(row, other, adjusted[i], bool(significant[i])) for i, (row, other) in enumerate(pairs)]


def _with(row: Row, other: Row | None, p: float, significant: bool) -> Row:
    if other is None or other.value is None or row.value is None:
        return row._replace(previous=other.value if other else None)
    tested = not np.isnan(p)
    return row._replace(
        previous=other.value,
        change=row.value - other.value,
        p=float(p) if tested else None,
        significant=significant if tested else None,
    )
