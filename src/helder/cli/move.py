"""helder move: a whole store to another engine."""

from __future__ import annotations

from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.progress import steps


@app.command()
def move(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The store it goes to: empty, or not there yet.")],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="URL", help="The store it comes from. [default: that of the settings]")
    ] = None,
) -> None:
    """Copy a whole store to another, on the same engine or another, and check that nothing differs.

    One that was broken off goes on where it was when the command is given again. The store it comes from is left as it is.
    """
    from helder.engines import Limits, absolute, open_engine
    from helder.errors import BadQuestion
    from helder.store import moving
    from helder.store.source import of_store

    settings = context.obj.settings()
    first = from_ or settings.store
    if first == to:
        raise BadQuestion("A store cannot be moved to itself.", where="--to", fix="Name another.")
    limits = Limits(settings["memory"])
    origin = open_engine(first, read_only=True, limits=limits)
    try:
        target = open_engine(to, zone=origin.zone, limits=limits, unfinished=True)
        try:
            with of_store(origin) as source, steps("Moving") as progress:
                moved = moving.move(source, target, progress)
        finally:
            target.close()
    finally:
        origin.close()
    print(f"{sum(moved.values()):,} rows of {sum(map(bool, moved.values()))} tables are in {to}, and add up to what they did.")
    print(f'To use it from now on, say store = "{absolute(to)}" in {settings.home / "helder.toml"}')
