"""helder metrics: the catalogue."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helder.cli.app import app
from helder.cli.output import Format, give, show_grid
from helder.errors import BadInput

if TYPE_CHECKING:
    from helder.metrics import Catalog


@app.command()
def metrics(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Work out every worked example, the company's own too.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How the list is given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """List the catalogue: every metric with its meaning, formula, parameters and dimensions."""
    from helder.workspace import catalog_of

    catalog = catalog_of(context.obj.settings().home)
    if check:
        _check(catalog)
        return
    if form is Format.table:
        show_grid(["metric", "unit", "meaning"], [[m.name, m.unit.name, m.meaning] for m in catalog.values()])
        return
    import pyarrow as pa

    records = [m.to_record() for m in catalog.values()]
    if form is Format.csv:
        records = [{name: _flat(value) for name, value in record.items()} for record in records]
    give(pa.Table.from_pylist(records), form, output)


def _check(catalog: Catalog) -> None:
    """Print what each worked example gives. Raises BadInput where one does not give what it says."""
    from helder.query.examples import worked_out

    grid, wrong = [], []
    for metric in catalog.values():
        if metric.example is None:
            grid.append([metric.name, "no example", ""])
            continue
        found = worked_out(metric, catalog)
        right = found is not None and math.isclose(found, metric.example.gives, rel_tol=1e-9, abs_tol=1e-12)
        grid.append([metric.name, "right" if right else f"wrong: {found}", metric.example.arithmetic])
        wrong += [] if right else [metric.name]
    show_grid(["metric", "worked example", "arithmetic"], grid)
    if wrong:
        raise BadInput(
            f"The worked example of {', '.join(wrong)} gives something else.", fix="Mend the definition or the example."
        )


def _flat(value: Any) -> Any:
    """A list as one text: names separated by commas, parameters as name=default, titles as language=title."""
    if not isinstance(value, list):
        return value
    return ", ".join(item if isinstance(item, str) else "=".join(list(item.values())[:2]) for item in value)
