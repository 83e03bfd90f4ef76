"""helder rejects: rows that were not accepted."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.output import Format, give, show_grid


class Listing(StrEnum):
    """Forms the list can be given in."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def rejects(
    context: typer.Context,
    load: Annotated[int | None, typer.Option(help="Of this load only.")] = None,
    mended: Annotated[bool, typer.Option("--mended", help="Those mended since, too.")] = False,
    form: Annotated[Listing, typer.Option("--format", help="How the list is given.")] = Listing.table,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the rows, with what is wrong, to be mended.")
    ] = None,
) -> None:
    """List the rows that were rejected, or export them to be mended and loaded again."""
    from helder.connectors.reading import mending
    from helder.store import lending

    engine = lending.reading(context.obj.settings())
    try:
        if export is not None:
            earlier = mending.earlier(engine, load)
            count = mending.export(engine, earlier, export)
            print(f"{count:,} rows written to {export}. Mend them there, then: helder load --mend {earlier.number} {export}")
            return
        found = mending.listed(engine, load=load, mended=mended)
    finally:
        engine.close()
    if form is not Listing.table:
        give(found, Format(form.value), None)
    elif not found.num_rows:
        print("No rejects.")
    else:
        names = ["load", "table", "row", "column", "value", "reason", *(["mended_in"] if mended else [])]
        grid = [["" if row[name] is None else str(row[name]) for name in names] for row in found.to_pylist()]
        show_grid(names, grid, right=frozenset({0, 2}))
