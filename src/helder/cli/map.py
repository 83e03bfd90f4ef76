"""helder map: draft a mapping."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helder.cli.app import app


@app.command("map")
def draft(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="The table to fill.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of the form to be mapped.")],
    output: Annotated[Path | None, typer.Option(help="Write the mapping to this file.")] = None,
) -> None:
    """Draft a mapping from a file's headers and values; what a person must decide is marked DECIDE."""
    from helder import model
    from helder.connectors.reading.drafting import draft as drafted
    from helder.errors import StoreError

    text = drafted(model.table(table), file)
    if output is None:
        print(text, end="")
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"The mapping cannot be written: {error.strerror}.", where=str(output), fix="Name another file."
        ) from error
    print(f"{output}: look over the lines marked DECIDE, then: helder load {table} {file} --map {output}")
