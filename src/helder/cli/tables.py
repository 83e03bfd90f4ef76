"""helder tables: the data model, and how much of it there is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.output import Format, give, show_grid


@app.command()
def tables(
    context: typer.Context,
    form: Annotated[Format, typer.Option("--format", help="How the list is given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """List the tables of the data model, with the rows each has where there is a store."""
    from helder.model import TABLES

    counts = _counts(context)
    if form is Format.table and output is None:
        grid = [
            [table.name, f"{counts[table.name]:,}" if counts else "", table.grain, table.meaning] for table in TABLES.values()
        ]
        show_grid(["table", "rows", "a row is", "meaning"], grid, right=frozenset({1}))
        return
    import pyarrow as pa

    every = list(TABLES.values())
    rows = pa.table(
        {
            "table": [table.name for table in every],
            "rows": pa.array([counts.get(table.name) for table in every], pa.int64()),
            "grain": [table.grain for table in every],
            "meaning": [table.meaning for table in every],
            "key": [", ".join(table.key) for table in every],
        }
    )
    give(rows, Format.csv if form is Format.table else form, output)


def _counts(context: typer.Context) -> dict[str, int]:
    """Rows by table; nothing where there is no store yet."""
    from helder.store import lending

    settings = context.obj.settings()
    scheme, _, path = settings.store.partition(":///")
    if scheme == "duckdb" and not Path(path).exists():
        return {}
    engine = lending.reading(settings)
    try:
        return engine.counts()
    finally:
        engine.close()
