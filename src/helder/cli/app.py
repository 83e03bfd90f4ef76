"""The `helder` command and the options given before any command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from helder.settings import Settings, load

app = typer.Typer(
    name="helder",
    help="Customer-experience metrics one can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass(frozen=True)
class Globals:
    """Options given before the command."""

    home: Path | None
    store: str | None

    def settings(self) -> Settings:
        """The settings in force."""
        return load(self.home, store=self.store)


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="Folder of the workspace. [env: HELDER_HOME; default: ./helder-home]")] = None,
    store: Annotated[
        str | None, typer.Option(help="URL of the store. [env: HELDER_STORE; default: a DuckDB file in home]")
    ] = None,
) -> None:
    """Options that hold for every command."""
    context.obj = Globals(home, store)
