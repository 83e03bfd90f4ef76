"""The `helder` command. Each command lives in a file of its own and imports what it needs when it runs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from helder.errors import HelderError
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
    store: Annotated[str | None, typer.Option(help="URL of the store. [env: HELDER_STORE; default: a DuckDB file in home]")] = None,
) -> None:
    """Options that hold for every command."""
    context.obj = Globals(home, store)


def main() -> None:
    """Run the command; an error of the user's is one clear message and exit status 2, never a traceback."""
    try:
        app()
    except HelderError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("interrupted: nothing was changed", file=sys.stderr)
        sys.exit(130)


from helder.cli import explain, metrics, show  # noqa: E402, F401  each registers its command with `app`


from helder.cli import serve  # noqa: E402, F401 - each command registers itself
from helder.cli import describe, rejects, tables  # noqa: E402, F401 - each command registers itself
from helder.cli import load as _load  # noqa: E402, F401 - its name is taken by the settings' load


from helder.cli import demo  # noqa: E402, F401 - each command registers itself
