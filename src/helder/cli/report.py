"""helder report: a board as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.output import show_grid, write


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
    period: Annotated[
        str | None, typer.Option(help="today, 4-weeks, 3-months, 12-months, 12-whole-months, this-year or last-year.")
    ] = None,
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
    from helder.web.reports.ordering import listed, ordered

    if list_:
        show_grid(["board", "title"], listed(settings))
        return
    if board is None:
        raise BadQuestion("No board is named.", where="helder report", fix="Name one; `helder report --list` lists them.")
    single = {"period": period, "since": since, "until": until, "grain": grain}
    asked = {"segment": segment or [], **{name: [said] for name, said in single.items() if said}}
    key, made = ordered(settings, board, asked, form, language or settings["language"], personal=personal)
    file = out or Path(f"{key}.{form}")
    write(file, made)
    print(f"{file}, {len(made):,} bytes")
