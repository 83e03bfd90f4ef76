"""helder restore: a store and a home folder from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.progress import steps


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that helder backup made.")],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="URL", help="The store it goes to, on any engine. [default: that of the settings]"),
    ] = None,
    tables: Annotated[bool, typer.Option("--tables", help="The tables alone: leave the home folder as it is.")] = False,
) -> None:
    """Restore a backup: the home folder's files, and the tables into a store that is empty or not there yet.

    The backup is held against its checksums first, and the tables afterwards against what they added up to. One that was
    broken off goes on where it was when the command is given again.
    """
    from helder.engines import Limits, absolute, open_engine
    from helder.store import archive
    from helder.store.restore import place_accounts, place_definitions
    from helder.store.restore import restore as fill

    found = archive.opened(file)
    placed = [] if tables else place_definitions(found, context.obj.settings().home)
    settings = context.obj.settings()  # which may have come with the backup
    if settings.accounts and not tables and place_accounts(found, settings.accounts):
        placed.append(settings.accounts.name)
    url = to or settings.store
    engine = open_engine(url, zone=found.zone, limits=Limits(settings["memory"]), unfinished=True)
    try:
        with steps("Restoring") as progress:
            rows = fill(found, engine, progress)
    finally:
        engine.close()
    print(
        f"{sum(rows.values()):,} rows are in {url}, and add up to what they did when the backup was made ({found.said.made_at})."
    )
    if placed:
        print(f"In {settings.home}: {', '.join(placed)}")
    if url != settings.store:
        print(f'To use it from now on, say store = "{absolute(url)}" in {settings.home / "helder.toml"}')
