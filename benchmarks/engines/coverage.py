"""Which metrics there is a hand-written query for: those its first line names, after `-- gives`."""

from __future__ import annotations

from benchmarks.engines.queries import queries
from helder import CATALOG


def covered() -> list[str]:
    """All of them, in the catalogue's order."""
    named = {metric for sql in queries("handwritten").values() for metric in given(sql)}
    return [metric for metric in CATALOG if metric in named]


def given(sql: str) -> list[str]:
    """The metrics one query gives."""
    first = sql.splitlines()[0]
    return [name.strip() for name in first.removeprefix("-- gives ").split(",")]
