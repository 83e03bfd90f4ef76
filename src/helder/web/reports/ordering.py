"""Files of boards for a command, also while a server owns the store: with the figures of the whole company."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from helder.boards.board import Board
from helder.boards.reading import parsed
from helder.boards.ready import ready_made
from helder.errors import BadInput, StoreError, UnknownName
from helder.settings import Settings
from helder.web import serving
from helder.web.boards.models import OwnBoard
from helder.web.boards.view import View, read

#: What an address says of a view, by name.
Asked = Mapping[str, list[str]]


def listed(settings: Settings) -> list[list[str]]:
    """The key and the title of every board: those people made, then those that come with Helder."""
    with serving.reading(settings):
        own = [[one.key, str(one)] for one in _own(settings).values()]
    return [*own, *([key, board.title.of("en")] for key, board in ready_made().items())]


def ordered(settings: Settings, name: str, asked: Asked, form: str, language: str, *, personal: bool) -> tuple[str, bytes]:
    """The key of a board and a file of it. name: its key, or a TOML file of one. asked: the view.

    Raises UnknownName, BadInput or BadQuestion where there is no such board or view, StoreError where one cannot be read.
    """
    from django.utils import translation

    from helder.web.reports import making, report

    with serving.reading(settings) as questions, translation.override(language):
        key, version, board = _found(settings, name)
        view, now = _view(board, asked), datetime.now(serving.zone())
        return key, making.made(form, report.made(board, version, view, questions, now, personal=personal))


def _found(settings: Settings, name: str) -> tuple[str, int, Board]:
    """The key, the version and the board of a name; version 0 for one that is not kept here."""
    if name.endswith(".toml"):
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"The file cannot be read: {error}.", where=name, fix="Name a board's TOML file.") from error
        return Path(name).stem, 0, parsed(text, serving.catalog(), name)
    if name in ready_made():
        return name, 0, ready_made()[name]
    own = _own(settings)
    if name in own:
        return name, own[name].version, own[name].board
    raise UnknownName("board", name, [*ready_made(), *own], where="BOARD")


def _own(settings: Settings) -> dict[str, OwnBoard]:
    """The boards that people made, by their keys; none where no server ever ran."""
    from django.db import DatabaseError

    if settings.accounts is not None and not settings.accounts.exists():
        return {}
    try:
        return {one.key: one for one in OwnBoard.objects.filter(removed_at=None)}
    except DatabaseError as error:
        raise StoreError(
            f"The boards that people made cannot be read: {error}.", where="database_url", fix="Start `helder serve` once."
        ) from error


def _view(board: Board, asked: Asked) -> View:
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    for name, given in asked.items():
        if given:
            query.setlist(name, given)
    return read(query, serving.now().questions.today(), board)
