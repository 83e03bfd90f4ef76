"""helder rows: the rows behind a number."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helder.cli import question as put
from helder.cli.app import app
from helder.cli.output import Format, give, show_grid
from helder.cli.store import reading


@app.command()
def rows(
    context: typer.Context,
    metric: put.Metric,
    since: put.Since = None,
    until: put.Until = None,
    where: put.Where = None,
    given: put.Set = None,
    profile: put.Profile = None,
    zone: put.Zone = None,
    left_out: Annotated[bool, typer.Option("--left-out", help="The rows left out instead, each with its reason.")] = False,
    part: Annotated[int, typer.Option(help="1 for the denominator's rows, of a metric over two facts.", min=0, max=1)] = 0,
    limit: Annotated[int, typer.Option(help="How many rows; 0 for all.", min=0)] = 100,
    offset: Annotated[int, typer.Option(help="How many rows to skip.", min=0)] = 0,
    form: Annotated[Format, typer.Option("--format", help="How the rows are given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Show the rows behind a metric's number: those counted, or those left out and why; in the order of their key."""
    options = put.options(None, None, since, until, where, None, given, profile, zone, 0.95)
    with reading(context) as workspace:
        found = workspace.rows(metric, limit=limit or None, offset=offset, part=part, left_out=left_out, **options)
    if form is not Format.table or output is not None:
        give(found, Format.csv if form is Format.table else form, output)
        return
    filled = [name for name in found.column_names if found[name].null_count < len(found)]
    show_grid(filled, [["" if v is None else str(v) for v in row.values()] for row in found.select(filled).to_pylist()])
    print(f"{len(found):,} rows{f', from row {offset + 1:,}' if offset else ''}", end="")
    print(f"; the next: --offset {offset + limit}" if limit and len(found) == limit else "")
