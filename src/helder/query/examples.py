"""Worked examples, worked out."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa

from helder.errors import BadInput, HelderError
from helder.metrics import Catalog, Metric
from helder.query.compute import answer
from helder.query.frames import Frames
from helder.query.question import ask
from helder.query.store import Store


def worked_out(metric: Metric, catalog: Catalog) -> float | None:
    """What a metric's worked example gives. Raises BadInput where it cannot be put, or gives no or several values."""
    example = metric.example
    assert example is not None
    try:
        frames = Frames({name: pa.Table.from_pylist(rows) for name, rows in example.tables.items()}, "UTC")
        question = ask(metric.name, catalog=catalog, **example.question)
        found = answer(question, Store(frames, frames.tables, "EUR"), now=datetime.now(UTC).replace(tzinfo=None))
    except HelderError as error:
        raise BadInput(error.what, where=f"worked example of {metric}, {error.where}", fix=error.fix) from None
    records = [r for r in found.to_records() if all(r.get(name) == value for name, value in example.cell.items())]
    if len(records) != 1:
        raise BadInput(
            f"It gives {len(records)} values.", where=f"worked example of {metric}", fix="Say in `cell` which one is meant."
        )
    value: float | None = records[0]["value"]
    return value
