"""helder report: a board as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli.app import app
from helder.cli.output import show_grid

if TYPE_CHECKING:
    from helder.boards.board import Board
    from helder.settings import Settings
    from helder.web.boards.models import OwnBoard
    from helder.web.boards.view import View


class File(StrEnum):
    """What a board can be made into."""

    pdf = "pdf"
    png = "png"
    html = "html"


class Language(StrEnum):
    """A language of boards."""

    en = "en"
    nl = "nl"
    da = "da"


@app.command()
def report(
    context: typer.Context,
    board: Annotated[
        str | None, typer.Argument(metavar="[BOARD]", help="The board, by its key, or a TOML file of one: see --list.")
    ] = None,
    form: Annotated[File, typer.Option("--format", help="What it is made into.")] = File.pdf,
    out: Annotated[Path | None, typer.Option(help="The file to write. [default: BOARD.FORMAT]")] = None,
    period: Annotated[str | None, typer.Option(help="today, 4-weeks, 3-months, 12-months, this-year or last-year.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="The first day, as 2026-03-01.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="The last day. [default: today]")] = None,
    grain: Annotated[str | None, typer.Option(help="Of its charts: hour, day, week, month or quarter.")] = None,
    segment: Annotated[
        list[str] | None, typer.Option(metavar="DIM:VALUE", help="Narrow it, as country:NL; may be repeated.")
    ] = None,
    language: Annotated[Language | None, typer.Option(help="Of its texts. [default: that of the settings]")] = None,
    personal: Annotated[bool, typer.Option("--personal", help="With what people wrote, which is masked otherwise.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the boards there are.")] = False,
) -> None:
    """Write a board as PDF, PNG or HTML, also while Helder serves: `helder report executive --period 4-weeks`.

    Its figures are about the whole company, as an administrator sees them.
    """
    from helder.errors import BadQuestion
    from helder.web.configure import configure

    settings = context.obj.settings()
    configure(settings)
    from helder.web import serving

    with serving.reading(settings):
        if list_:
            show_grid(["board", "title"], _boards(settings))
            return
        if board is None:
            raise BadQuestion("No board is named.", where="helder report", fix="Name one; `helder report --list` lists them.")
        key, version, found = _found(settings, board)
        asked = {"period": period, "since": since, "until": until, "grain": grain, "segment": segment}
        file = out or Path(f"{key}.{form}")
        size = _write(settings, found, version, asked, form, file, language or settings["language"], personal=personal)
    print(f"{file}, {size:,} bytes")


def _boards(settings: Settings) -> list[list[str]]:
    from helder.boards.ready import ready_made

    own = [[one.key, str(one)] for one in _own(settings).values()]
    return [*own, *([key, board.title.of("en")] for key, board in ready_made().items())]


def _own(settings: Settings) -> dict[str, OwnBoard]:
    """The boards that people made, by their keys."""
    from django.db import DatabaseError

    from helder.errors import StoreError
    from helder.web.boards.models import OwnBoard

    if settings.accounts is not None and not settings.accounts.exists():
        return {}
    try:
        return {one.key: one for one in OwnBoard.objects.filter(removed_at=None)}
    except DatabaseError as error:
        raise StoreError(
            f"The boards that people made cannot be read: {error}.", where="database_url", fix="Start `helder serve` once."
        ) from error


def _found(settings: Settings, name: str) -> tuple[str, int, Board]:
    """The key, the version and the board of a name; version 0 for one that is not kept here."""
    from helder.boards.reading import parsed
    from helder.boards.ready import ready_made
    from helder.errors import BadInput, UnknownName
    from helder.web import serving

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


def _view(board: Board, asked: dict[str, str | list[str] | None]) -> View:
    from django.http import QueryDict

    from helder.web import serving
    from helder.web.boards.view import read

    query = QueryDict(mutable=True)
    for name, given in asked.items():
        if given:
            query.setlist(name, given if isinstance(given, list) else [given])
    return read(query, serving.now().questions.today(), board)


def _write(
    settings: Settings, board: Board, version: int, asked: dict[str, str | list[str] | None],
    form: File, file: Path, language: str, *, personal: bool,
) -> int:  # fmt: skip
    """Write the file; how many bytes it has. Raises StoreError where it cannot be written."""
    from datetime import datetime

    from django.utils import translation

    from helder.errors import StoreError
    from helder.web import serving
    from helder.web.reports import making, report

    with translation.override(language):
        view, now = _view(board, asked), datetime.now(serving.zone())
        questions = serving.now().questions
        made = making.made(form, report.made(board, version, view, questions, now, personal=personal))
    try:
        file.write_bytes(made)
    except OSError as error:
        raise StoreError(
            f"The file cannot be written: {error.strerror}.", where=str(file), fix="Name another with --out."
        ) from error
    return len(made)
