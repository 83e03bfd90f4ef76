"""A home folder with a store, a system played over HTTP, a MariaDB and an object store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from connectors.sources.commands import connected
from connectors.sources.office import Office
from connectors.sources.playing import Played, playing
from connectors.sources.storing import connect
from connectors.sources.zendesk import play
from mariadb import MariaDB
from mariadb import running as running_mariadb
from s3 import S3
from s3 import running as running_s3

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


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    with running_mariadb() as server:
        yield server


@pytest.fixture
def shop(mariadb: MariaDB) -> MariaDB:
    """A MariaDB whose database `shop` is empty, for `reader` to read."""
    if mariadb.process.poll() is not None:  # killed by a test that failed
        mariadb.start()
    mariadb.say(
        "drop database if exists shop",
        "create database shop character set utf8mb4",
        "create or replace user reader identified by 'a-secret-word'",
        "grant select on shop.* to reader",
    )
    return mariadb


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    with running_s3() as server:
        yield server


@pytest.fixture
def store(office: Office, s3: S3) -> Iterator[S3]:
    """An object store whose files a connection reads."""
    connect(office, s3)
    yield s3
    s3.empty()
