"""helder load: rows from files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli.app import app

if TYPE_CHECKING:
    from helder.connectors.reading.load import Filled, Load
    from helder.connectors.reading.mapping import Mapping
    from helder.connectors.reading.mending import Earlier
    from helder.engines import Engine
    from helder.model import Table


@app.command()
def load(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="[TABLE] FILE...", help="The table, unless a mapping names it, and the files.")
    ],
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE.toml", help="How the file's columns become the table's.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse the whole file where any row is rejected.")] = False,
    ignore_unknown: Annotated[bool, typer.Option("--ignore-unknown", help="Leave out columns the table does not have.")] = False,
    mend: Annotated[int | None, typer.Option(metavar="LOAD", help="The files hold the mended rejects of this load.")] = None,
) -> None:
    """Load files: CSV, TSV, JSON, NDJSON, Parquet or Excel, plain, gzipped or zipped.

    Rows at fault are rejected and kept (see `helder rejects`). Loading the same file twice changes nothing.
    """
    from helder import engines, model
    from helder.connectors.reading import load as reading
    from helder.workspace import catalog_of, limits_of

    settings = context.obj.settings()
    catalog = catalog_of(settings.home)
    table, names = _told_apart(words, list(model.TABLES), mapped=map_ is not None or mend is not None)
    name = names[0]
    try:
        with closing(
            engines.open_engine(settings.store, zone=settings["zone"], limits=limits_of(settings), home=settings.home)
        ) as engine:
            mapping, chosen, mends = _way(engine, model.table(table) if table else None, map_, mend)
            for name in names:
                with _progress(name) as progress:
                    done = reading.load(
                        engine,
                        Path(name),
                        table=chosen,
                        mapping=mapping,
                        currency=settings["currency"],
                        strict=strict,
                        ignore_unknown=ignore_unknown,
                        mends=mends,
                        progress=progress,
                        catalog=catalog,
                    )
                print("\n".join(told(done)))
    except KeyboardInterrupt:
        print(f"{name}: interrupted, nothing of it was loaded", file=sys.stderr)
        raise typer.Exit(130) from None


def _told_apart(words: list[str], tables: list[str], *, mapped: bool) -> tuple[str | None, list[str]]:
    """The table, where one is named, and the files."""
    from helder.errors import BadInput, UnknownName

    first, *rest = words
    if first in tables and (rest or not Path(first).exists()):
        if not rest:
            raise BadInput("No file is named.", where=first, fix=f"Name it: helder load {first} FILE")
        return first, rest
    if mapped:
        return None, words
    if Path(first).suffix and Path(first).exists():
        raise BadInput(
            "No table is named.", where=first, fix=f"Name the table first: helder load TABLE {first}; `helder tables` lists them."
        )
    raise UnknownName("table", first, tables)


def _way(
    engine: Engine, table: Table | None, map_: Path | None, mend: int | None
) -> tuple[Mapping | None, Table | None, Earlier | None]:
    """The mapping, the table and the load to mend."""
    from helder import model
    from helder.connectors.reading import document, mending
    from helder.errors import BadQuestion

    if mend is None:
        return (document.read(map_, table=table) if map_ else None), table, None
    if map_ is not None:
        raise BadQuestion("--mend loads by the mapping of the load it mends.", where="--map", fix="Leave --map out.")
    mends = mending.earlier(engine, mend)
    return mending.mapping_of(mends), table or (model.table(mends.table) if mends.table else None), mends


@contextmanager
def _progress(name: str) -> Iterator[Callable[[float], None]]:
    """A bar on a terminal that says how far the running step is; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda percent: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    )
    with bar:
        task = bar.add_task(Path(name).name, total=None)
        yield lambda percent: bar.update(task, total=100 if percent >= 0 else None, completed=max(percent, 0))


def told(done: Load) -> list[str]:
    """What a load did, in lines."""
    lines = [f"{done.source}: load {done.number}, {_count(done.read, 'record')} read"]
    for filled in done.filled:
        lines += _of_table(filled)
    if done.misfits:
        lines.append(f"  {_count(done.misfits, 'record')} rejected for having another number of columns than the header")
    if done.repeated:
        lines.append(
            f"  {_count(done.repeated, 'record')} equal to another; all are kept, as the mapping makes each a row of its own"
        )
    if done.filled_in:
        lines.append(f"  amounts are in {done.filled_in}, the workspace's currency: the file names none")
    if done.unused:
        lines.append(f"  columns of the file not used: {', '.join(done.unused)}")
    if done.rejected:
        lines.append(
            f"  see them: helder rejects --load {done.number}   mend them: helder rejects --load {done.number} --export FILE.csv"
        )
    return lines


def _of_table(filled: Filled) -> list[str]:
    rows = filled.appended
    became = f"{rows.added:,} new, {rows.changed:,} changed, {rows.unchanged:,} unchanged"
    lines = [f"  {filled.table.name}: {_count(filled.accepted, 'row')} accepted ({became}), {filled.rejected:,} rejected"]
    lines += [f"    {count:,} {reason}" for reason, count in filled.left.items()]
    lines += [f"    {count:,}: {phrase}" for phrase, count in filled.reported.items() if count]
    if rows.repeated:
        lines.append(f"    {rows.repeated:,} equal to another row of the file, counted once")
    if rows.superseded > rows.repeated:
        lines.append(
            f"    {rows.superseded - rows.repeated:,} followed by a later row of the same {', '.join(filled.table.key)}, "
            "which counts"
        )
    return lines


def _count(number: int, of: str) -> str:
    return f"{number:,} {of}{'' if number == 1 else 's'}"
