"""Boards for a command, beside a server that may be running: listed, passed on and taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from helder.boards.board import Board
from helder.boards.reading import kept
from helder.boards.ready import ready_made
from helder.boards.writing import plain
from helder.errors import UnknownName
from helder.settings import Settings
from helder.web.database import opened
from helder.workspace import catalog_of

if TYPE_CHECKING:
    from helder.web.boards.models import OwnBoard


@dataclass(frozen=True)
class Listed:
    """A board as it is listed; one that comes with Helder has no version, owner or moment."""

    key: str
    title: str
    version: int | None = None
    owner: str = ""
    changed_at: datetime | None = None


def every(settings: Settings) -> list[Listed]:
    """Every board, the last changed first, then those that come with Helder."""
    opened(settings)
    from helder.web.boards.models import OwnBoard

    own = [
        Listed(
            one.key, _board(settings, one).title.of("en"), one.version, one.owner.username if one.owner else "", one.changed_at
        )
        for one in OwnBoard.objects.filter(removed_at=None).select_related("owner")
    ]
    return [*own, *(Listed(key, board.title.of("en")) for key, board in ready_made().items())]


def named(settings: Settings, key: str) -> Board:
    """The board of a key. Raises UnknownName where there is none."""
    if key in ready_made():
        return ready_made()[key]
    opened(settings)
    return _board(settings, _own(key))


def taken_in(settings: Settings, board: Board, owner: str | None, key: str | None) -> str:
    """Publish a board, as a new one or as the next version of one; its key.

    Raises UnknownName for an owner or a board that is not there.
    """
    opened(settings)
    from helder.web.accounts import audit
    from helder.web.accounts.models import Person
    from helder.web.boards.models import published

    person = None
    if owner is not None:
        person = Person.objects.filter(username=owner).first()
        if person is None:
            raise UnknownName("person", owner, Person.objects.values_list("username", flat=True), where="--owner")
    if key is None:
        made = published(board, person)
    else:
        made = _own(key)
        made.definition, made.version = plain(board), made.version + 1
        made.owner = person or made.owner
        made.save()
        made.versions.create(number=made.version, definition=made.definition, by=person)
    audit.note(person, "published_board", board.title.of("en"), key=made.key, version=made.version)
    return made.key


def _own(key: str) -> OwnBoard:
    from helder.web.boards.models import OwnBoard

    found = OwnBoard.objects.filter(key=key, removed_at=None).first()
    if found is None:
        known = OwnBoard.objects.filter(removed_at=None).values_list("key", flat=True)
        raise UnknownName("board", key, [*known, *ready_made()])
    return found


def _board(settings: Settings, one: OwnBoard) -> Board:
    return kept(one.definition, catalog_of(settings.home))
