"""`helder serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from helder.cli.app import app
from helder.errors import NotSupported


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]", show_default=False)] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 for any. [default: 8000]", show_default=False)
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the board in a browser.")] = False,
) -> None:
    """Open the board: serve Helder in a browser.

    The server owns the store while it runs. The first start makes an administrator and prints how to sign in.
    """
    try:
        from helder.web.server import serve as run
    except ModuleNotFoundError as error:
        raise NotSupported(f"The web needs {error.name}.", fix="Install it with: pip install 'helder[web]'") from error
    settings = context.obj.settings()
    run(
        settings,
        settings["host"] if host is None else host,
        settings["port"] if port is None else port,
        lambda line: typer.echo(line),
        opens=open_browser,
    )
