"""The SQL that was written by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from benchmarks.engines.works import SINCE, UNTIL

_HERE = Path(__file__).parent


def queries(folder: str) -> dict[str, str]:
    """The SQL in a folder by file name, for the period."""
    return {path.stem: _dated(path.read_text()) for path in sorted((_HERE / folder).glob("*.sql"))}


def _dated(sql: str) -> str:
    return sql.replace("$since", f"date '{SINCE}'").replace("$last", f"date '{UNTIL - timedelta(days=1)}'")
