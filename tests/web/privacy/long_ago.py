"""A site on a store with rows of long ago, and rules by which they go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from helder.connectors.arriving.arrivals import Arrivals
from helder.engines import open_engine
from helder.model import TABLES
from helder.workspace import Workspace

RULES = 'contacts = {personal = "1 year"}\nturns = "10 days"\nanswers = {personal = "24 months", rows = "5 years"}\n'
LONG_AGO = datetime(2016, 3, 1, 10)
ROWS: dict[str, list[dict[str, Any]]] = {
    "contacts": [{"contact_id": "k1", "offered_at": LONG_AGO, "recording": "/calls/of-Zoe.wav"}],
    "turns": [{"contact_id": "k1", "turn": 1, "text": "Zoe speaks"}, {"contact_id": "k2", "turn": 1, "text": "somebody speaks"}],
    "answers": [{"answer_id": "a1", "answered_at": LONG_AGO, "comment": "Zoe wrote"}],
}


@pytest.fixture
def here(accounts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The site on a store with a few rows of long ago, and rules."""
    from helder.web import serving
    from helder.web.boards.data import Questions

    engine = open_engine(f"duckdb:///{tmp_path / 'old.duckdb'}", zone="Europe/Amsterdam", home=tmp_path)
    with engine.write() as writer:
        for name, rows in ROWS.items():
            writer.append(TABLES[name], pa.Table.from_pylist(rows), source="long ago")
    questions = Questions(Workspace(engine, "EUR"), "EUR")
    arrivals = Arrivals(engine, tmp_path / "arriving", currency="EUR")
    settings = replace(accounts.settings, home=tmp_path)
    found = replace(accounts, questions=questions, arrivals=arrivals, settings=settings)
    monkeypatch.setattr(serving, "_current", [found])
    (tmp_path / "retention.toml").write_text(RULES)
    yield found
    arrivals.close()
    questions.close()


def entries() -> list[tuple[str, str, dict[str, Any]]]:
    from helder.web.accounts.models import Entry

    return [(one.verb, one.who, one.details) for one in Entry.objects.filter(verb__endswith="retention").order_by("pk")]


DONE = ("applied_retention", "", {"rows_let_go": {"turns": 1, "answers": 1}, "rows_emptied": {"contacts": 1}})
