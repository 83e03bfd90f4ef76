"""helder map: draft a mapping."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.output import write


@app.command("map")
def draft(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="The table to fill.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of the form to be mapped.")],
    output: Annotated[Path | None, typer.Option(help="Write the mapping to this file.")] = None,
) -> None:
    """Draft a mapping from a file's headers and values; what a person must decide is marked DECIDE."""
    from helder import model
    from helder.connectors.reading.drafting import draft as drafted

    text = drafted(model.table(table), file)
    if output is None:
        print(text, end="")
        return
    write(output, text.encode())
    print(f"{output}: look over the lines marked DECIDE, then: helder load {table} {file} --map {output}")
