"""helder metrics: the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helder.cli.app import app
from helder.cli.output import Format, give, show_grid

if TYPE_CHECKING:
    from helder.metrics import Metric


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

    records = [_record(m) for m in CATALOG.values()]
    if form is Format.csv:
        records = [{name: _flat(value) for name, value in record.items()} for record in records]
    give(pa.Table.from_pylist(records), form, output)


def _record(m: Metric) -> dict[str, Any]:
    return {
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


def _flat(value: Any) -> Any:
    """A list as one text: names separated by commas, parameters as name=default."""
    if not isinstance(value, list):
        return value
    return ", ".join(item if isinstance(item, str) else f"{item['name']}={item['default']}" for item in value)
