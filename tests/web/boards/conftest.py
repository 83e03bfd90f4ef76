"""A site on an empty store of its own, into which rows arrive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helder.connectors.arriving.arrivals import Arrivals
from helder.engines import open_engine
from helder.web.boards.data import Questions
from helder.workspace import Workspace


@pytest.fixture
def questions(site: object, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site on an empty store of its own."""
    from helder.web import serving

    own = Questions(Workspace(open_engine("duckdb://", zone="UTC"), "EUR"), "EUR")
    monkeypatch.setattr(serving.now(), "questions", own)
    yield own
    own.close()


@pytest.fixture
def arriving(questions: Questions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Arrivals]:
    """The site on an empty store of its own, into which rows arrive."""
    from helder.web import serving

    arrivals = Arrivals(questions.workspace.engine, tmp_path / "arriving", currency="EUR")
    monkeypatch.setattr(serving.now(), "arrivals", arrivals)
    yield arrivals
    arrivals.close()
