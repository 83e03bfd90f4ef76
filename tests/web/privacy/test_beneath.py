"""What was deleted from the application's database is in its files no longer, and what cannot be overwritten yet is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from helder.errors import StoreError

NAME = "whoever-was-here-before"


@pytest.fixture
def database(site: Any) -> Iterator[Path]:
    """The file of the database, changed outside any transaction of a test; who waits for a reader does so but shortly."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("pragma busy_timeout = 20")
    yield Path(connection.settings_dict["NAME"])
    connection.close()


@pytest.fixture
def reader(database: Path) -> Iterator[sqlite3.Connection]:
    """Another process that reads, of a time before something was deleted."""
    with closing(sqlite3.connect(database, check_same_thread=False)) as other:
        other.execute("begin")
        other.execute("select count(*) from surveys_survey").fetchall()
        come_and_gone()
        yield other


def come_and_gone() -> None:
    from helder.web.surveys.models import Survey

    Survey.objects.create(key="beneath", name=NAME).delete()


def erase_nobody() -> None:
    from django.db import transaction

    from helder.web.privacy import inventory
    from helder.web.privacy.person import Person

    with transaction.atomic():
        inventory.erase(Person("nobody-at-all"))


def said(database: Path) -> bool:
    return any(NAME.encode() in path.read_bytes() for path in database.parent.glob(f"{database.name}*"))


def test_what_was_deleted_before_is_gone_too(database: Path) -> None:
    come_and_gone()
    assert said(database)
    erase_nobody()
    assert not said(database)


def test_a_reader_is_waited_for(database: Path, reader: sqlite3.Connection) -> None:
    ends = Timer(0.5, reader.rollback)
    ends.start()
    erase_nobody()
    ends.join()
    assert not said(database)


def test_a_reader_that_stays_is_told_of(database: Path, reader: sqlite3.Connection) -> None:
    from helder.web.privacy import beneath

    with pytest.raises(StoreError, match="cannot be overwritten yet"):
        beneath.overwrite(0.1)
    assert said(database)
    reader.rollback()
    erase_nobody()
    assert not said(database)
