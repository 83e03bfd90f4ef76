"""`helder load`: rows from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli.app import app

if TYPE_CHECKING:
    from helder.connectors.reading.load import Load


@app.command()
def load(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="[TABLE] FILE...", help="The table, unless a mapping names it, and the files.")],
    map_: Annotated[Path | None, typer.Option("--map", metavar="FILE.toml", help="How the file's columns become the table's.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse the whole file where any row is rejected.")] = False,
    ignore_unknown: Annotated[bool, typer.Option("--ignore-unknown", help="Leave out columns the table does not have.")] = False,
) -> None:
    """Load CSV, TSV, JSON, NDJSON, Parquet or Excel files, plain, gzipped or zipped.

    Loading the same file twice changes nothing. Rejected rows are kept: see `helder rejects`.
    """
    from helder import engines, model
    from helder.connectors.reading import document
    from helder.connectors.reading import load as reading

    settings = context.obj.settings()
    names = words[1:] if map_ is None or words[0] in model.TABLES else words
    table = model.table(words[0]) if len(names) < len(words) else None
    mapping = document.read(map_, table=table) if map_ else None
    engine = engines.open_engine(settings.store, zone=settings["zone"])
    try:
        for name in names:
            done = reading.load(
                engine, Path(name), table=table, mapping=mapping, currency=settings["currency"], strict=strict,
                ignore_unknown=ignore_unknown,
            )  # fmt: skip
            print("\n".join(told(done)))
    finally:
        engine.close()


def told(done: Load) -> list[str]:
    """What a load did, in lines."""
    lines = [f"{done.source}: load {done.number}, {done.read:,} records read"]
    for filled in done.filled:
        rows = filled.appended
        lines.append(
            f"  {filled.table.name}: {filled.accepted:,} accepted ({rows.added:,} new, {rows.changed:,} changed, {rows.unchanged:,} unchanged), {filled.rejected:,} rejected"
        )
    return lines
