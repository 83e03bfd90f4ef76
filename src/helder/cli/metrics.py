"""helder metrics: the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.output import Format, give, show_grid


@app.command()
def metrics(
    form: Annotated[Format, typer.Option("--format", help="How the list is given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """List the catalogue: every metric with its meaning, formula, parameters and dimensions."""
    from helder.metrics import CATALOG

    if form is Format.table:
        show_grid(["metric", "unit", "meaning"], [[m.name, m.unit.name, m.meaning] for m in CATALOG.values()])
        return
    import pyarrow as pa

    rows = [
        {
            "metric": m.name,
            "family": m.family,
            "title": m.title,
            "meaning": m.meaning,
            "formula": m.in_words({}),
            "unit": m.unit.name,
            "better": m.better,
            "parameters": [{"name": p.name, "default": str(p.default), "meaning": p.meaning} for p in m.params],
            "dimensions": list(m.dimensions),
            "version": m.version,
            "source": m.source,
        }
        for m in CATALOG.values()
    ]
    if form is Format.csv:
        rows = [{**r, "parameters": "; ".join(f"{p['name']}={p['default']}" for p in r["parameters"]), "dimensions": ", ".join(r["dimensions"])} for r in rows]  # type: ignore[attr-defined, arg-type]
    give(pa.Table.from_pylist(rows), form, output)
