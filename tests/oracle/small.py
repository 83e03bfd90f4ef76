"""A few rows written by hand, for tests of one behaviour."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa

import helder
from helder.model import TABLES, Kind
from oracle.cells import Row
from oracle.loading import stored

NOON = datetime(2026, 3, 2, 12)


def answers(*scores: float | None, instrument: str = "nps", **more: Any) -> list[Row]:
    """Answers with these scores."""
    prefix = "-".join([instrument, *(str(value) for value in more.values())])
    return [
        {"answer_id": f"{prefix}-{i}", "instrument": instrument, "score": score, "answered_at": NOON, **more}
        for i, score in enumerate(scores)
    ]


def contacts(*outcomes: tuple[str, float | None], **more: Any) -> list[Row]:
    """Contacts with these outcomes and waits."""
    prefix = "-".join(str(value) for value in more.values())
    return [
        {"contact_id": f"{prefix}-{i}", "offered_at": NOON, "outcome": outcome, "wait_seconds": wait, **more}
        for i, (outcome, wait) in enumerate(outcomes)
    ]


def orders(*amounts: float | None, status: str = "paid", **more: Any) -> list[Row]:
    """Orders of these amounts, in units of the currency."""
    prefix = "-".join([status, *(str(value) for value in more.values())])
    return [
        {"order_id": f"{prefix}-{i}", "ordered_at": NOON, "status": status, "revenue": amount, **more}
        for i, amount in enumerate(amounts)
    ]


def ask(*metrics: str, tables: dict[str, list[Row]], **question: Any) -> list[Row]:
    """The records of the answer to a question put to rows in memory."""
    given = {name: _typed(name, rows) for name, rows in tables.items()}
    return helder.show(*metrics, **given, **question).to_records()


def value(*metrics: str, tables: dict[str, list[Row]], **question: Any) -> float | None:
    """The value of the only row."""
    (record,) = ask(*metrics, tables=tables, **question)
    return record["value"]


def _typed(name: str, rows: list[Row]) -> pa.Table:
    """Arrow with the stored types, but for amounts, which are in units."""
    table = TABLES[name]
    typed = stored(table, [{k: v for k, v in row.items() if table.by_name[k].kind is not Kind.MONEY} for row in rows])
    for column in table.columns:
        if column.kind is Kind.MONEY and any(column.name in row for row in rows):
            typed = typed.append_column(column.name, pa.array([row.get(column.name) for row in rows]))
    return typed


def day(number: int, month: int = 3) -> date:
    """A day of 2026."""
    return date(2026, month, number)
