"""Answers for a store that a test has to itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from helder.model import TABLES
from helder.web.boards.data import Questions


def append(questions: Questions, *answers: dict[str, Any]) -> None:
    with questions.workspace.engine.write() as writer:
        writer.append(TABLES["answers"], pa.Table.from_pylist(list(answers)), source="a test")


def answer(key: str, score: float, days: int = 1) -> dict[str, Any]:
    return {"answer_id": key, "instrument": "nps", "score": score, "answered_at": ago(days)}


def ago(days: int) -> datetime:
    """The moment so many days before now, in UTC."""
    return datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days)
