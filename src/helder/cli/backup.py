"""helder backup: a copy to be kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helder.cli.app import app
from helder.cli.progress import steps

if TYPE_CHECKING:
    from helder.settings import Settings
    from helder.store.source import Progress


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The zip file to write; it must not be there yet.")],
    secret_key: Annotated[
        bool, typer.Option("--secret-key", help="With the keys that sign sessions and seal secrets, too.")
    ] = False,
) -> None:
    """Back up the store and the home folder into one file, also while Helder serves.

    In it are all tables and the record of loads, of one moment; accounts and boards, where they are in the home folder; the
    settings and your own definitions. The file holds personal data: only you can read it.
    """
    with steps("Backing up") as progress:
        done = _made(context.obj.settings(), file.absolute(), progress, secret_key=secret_key)
    print(f"{done['rows']:,} rows and {done['files']} files of the home folder are in {file}, {done['bytes']:,} bytes.")
    if done["accounts"] == "elsewhere":
        print(
            "Accounts and boards are not: database_url names a database of its own, which has to be backed up by its own means."
        )


def _made(settings: Settings, file: Path, progress: Progress, *, secret_key: bool) -> dict[str, Any]:
    """Make the backup here, or let the server that owns the store make it."""
    from helder.engines import Limits, open_engine
    from helder.errors import StoreBusy
    from helder.store import owner
    from helder.store.backup import back_up, told

    try:
        engine = open_engine(settings.store, read_only=True, limits=Limits(settings["memory"]))
    except StoreBusy:
        if not owner.present(settings.home):
            raise
        return owner.ask(settings.home, "backup", progress, file=str(file), secret_key=secret_key)
    try:
        return told(back_up(engine, settings, file, progress, secret_key=secret_key), file)
    finally:
        engine.close()
