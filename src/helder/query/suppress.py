"""Suppression: small groups of people who work here are not shown, nor can they be found by subtraction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from helder.facts import ABOUT_EMPLOYEES, conditions
from helder.query.answer import Row
from helder.query.question import Question
from helder.stats.suppression import small_cells

#: Groups of fewer than these are hidden.
SMALLEST_GROUP = 5


def about_employees(question: Question) -> bool:
    """Whether a question singles out people who work here, by what it slices or filters by."""
    named = conditions.names(conditions.parse(question.where)) if question.where else ()
    return bool(ABOUT_EMPLOYEES & {*question.by, *named})


def hidden(rows: Iterable[Row], question: Question) -> list[Row]:
    """The rows, with the figures of small groups taken out, counts included, where they are about employees."""
    about_people = about_employees(question)
    tables: dict[object, list[Row]] = {}
    for row in rows:
        tables.setdefault((row.metric.name, row.start, row.labels), []).append(row)
    found: list[Row] = []
    for table in tables.values():
        sensitive = about_people or table[0].metric.about_employees
        mask = small_cells(np.array([row.n or 0 for row in table]), SMALLEST_GROUP) if sensitive else [False] * len(table)
        found += [blank(row) if hide else row for row, hide in zip(table, mask, strict=True)]
    order = {metric.name: i for i, metric in enumerate(question.metrics)}
    return sorted(
        found, key=lambda row: (order[row.metric.name], _places(row.by), _places(v for _, v in row.labels), str(row.start))
    )


def _places(values: Iterable[Any]) -> list[tuple[int, float, str]]:
    """Where values stand in order: numbers by size, then words."""
    return [(0, value, "") if isinstance(value, int | float) else (1, 0, str(value)) for value in values]


def blank(row: Row) -> Row:
    """The row with its figures taken out, its count included."""
    return replace(
        row, suppressed=True, value=None, n=None, numerator=None, denominator=None, low=None, high=None,
        previous=None, change=None, p=None, significant=None,
    )  # fmt: skip
