"""Worked examples as tables, with rows that are alike told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helder.metrics import Metric
from helder.model import TABLES
from tools.reference.markdown import code, codes, grid

Row = Mapping[str, Any]


def blocks(metric: Metric) -> Iterator[str]:
    """The rows, the question where it is more than the metric's name, the arithmetic and the result."""
    example = metric.example
    assert example is not None, f"{metric} has no worked example"
    for name, rows in example.tables.items():
        yield f"{code(name)}:"
        yield _rows(name, rows)
    if example.question:
        asked = codes(f"{option}={value!r}" for option, value in example.question.items())
        yield f"Asked with {asked}."
    yield f"{example.arithmetic}."
    yield f"Result: **{example.gives:.6g}**."


def _rows(table: str, rows: Sequence[Row]) -> str:
    columns = [name for name in dict.fromkeys(name for row in rows for name in row) if not _counts(table, name, rows)]
    counted = Counter(tuple("" if row.get(name) is None else str(row[name]) for name in columns) for row in rows)
    if max(counted.values()) == 1:
        return grid(columns, counted)
    return grid((*columns, "rows"), ((*cells, str(times)) for cells, times in counted.items()))


def _counts(table: str, column: str, rows: Sequence[Row]) -> bool:
    """Whether a column only numbers the rows, and so says nothing."""
    return TABLES[table].key == (column,) and [row.get(column) for row in rows] == [str(number) for number in range(len(rows))]
