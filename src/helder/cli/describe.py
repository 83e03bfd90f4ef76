"""helder describe: one table of the data model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from helder.cli.app import app
from helder.cli.output import Format, give, show_grid


@app.command()
def describe(
    name: Annotated[str, typer.Argument(metavar="TABLE", help="The table.")],
    form: Annotated[Format, typer.Option("--format", help="How the columns are given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Show a table: what a row is, and each column's type, unit, allowed values and meaning."""
    from helder import model

    table = model.table(name)
    records = [column.to_record() for column in table.columns]
    if form is not Format.table or output is not None:
        import pyarrow as pa

        give(pa.Table.from_pylist(records), Format.csv if form is Format.table else form, output)
        return
    print(f"{table.name}: {table.meaning}\nA row is {table.grain}, known by {', '.join(table.key)}.")
    for first, second in table.ordered:
        print(f"{first} is not after {second}.")
    for several in table.either:
        print(f"It has {' or '.join(several)}.")
    for score, scale in table.scaled:
        print(f"{score} lies within {scale}.")
    print()
    show_grid(["column", "type", "marks", "meaning"], [[r["column"], _type(r), _marks(r), r["meaning"]] for r in records])


def _type(record: dict[str, Any]) -> str:
    unit = record["unit"]
    return record["type"] if unit in (None, "1") else f"{record['type']} ({unit})"


def _marks(record: dict[str, Any]) -> str:
    marks = ["key"] if record["key"] else ["required"] if record["required"] else []
    marks += ["personal"] if record["personal"] else []
    if record["minimum"] is not None or record["maximum"] is not None:
        low = "" if record["minimum"] is None else f"{record['minimum']:g}"
        marks.append(f"{low}..{'' if record['maximum'] is None else format(record['maximum'], 'g')}")
    marks += [f"one of {record['allowed']}"] if record["allowed"] else []
    return "; ".join(marks)
