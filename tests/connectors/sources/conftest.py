"""A home folder with a store, and a system played over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from connectors.sources.commands import connected
from connectors.sources.office import Office
from connectors.sources.playing import Played, playing
from connectors.sources.zendesk import play

from helder.connectors.sources import line
from helder.engines import open_engine
from helder.settings import load


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Iterator[Played]:
    """A system on loopback; what is tried again is tried at once."""
    monkeypatch.setattr(line, "FIRST_PAUSE", 0.001)
    with playing() as system:
        yield system


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine = open_engine("duckdb://", zone="Europe/Amsterdam")
    settings = load(tmp_path, environment={}, outgoing_private="127.0.0.0/8")
    yield Office(settings, engine)
    engine.close()


@pytest.fixture
def hundred(tmp_path: Path, played: Played) -> Path:
    """A home folder connected to a hundred tickets in pages of ten."""
    return connected(tmp_path, played)


@pytest.fixture
def desk(office: Office, played: Played) -> Office:
    """A connection to the tickets of a played Zendesk."""
    office.connect("desk", play(played) + "[records.tickets]\n")
    return office
