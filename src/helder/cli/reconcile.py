"""helder reconcile: why another tool shows another number."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helder.cli import question as put
from helder.cli.app import app
from helder.cli.output import Format, give, show_grid
from helder.cli.store import reading
from helder.errors import BadQuestion

if TYPE_CHECKING:
    from helder.query.reconcile import Disputed, Reconciliation

THEIRS = typer.Option(
    help="Their figures: CSV, Excel, Parquet or JSON with a row for each; columns start (date, month ...), dimensions, value, "
    "and n where it is known.",
    show_default=False,
)


@app.command()
def reconcile(
    context: typer.Context,
    metric: put.Metric,
    theirs: Annotated[Path, THEIRS],
    grain: Annotated[str | None, typer.Option(help="Of their periods, where the dates do not tell: day, week, month ...")] = None,
    since: Annotated[str | None, typer.Option(help="First local date, of figures without a period.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option(help="Local date to stop before, of figures without a period.")] = None,
    where: put.Where = None,
    given: Annotated[
        list[str] | None, typer.Option("--set", help="A parameter known to be so; others are tried.", metavar="PARAM=VALUE")
    ] = None,
    zone: put.Zone = None,
    queries: Annotated[int, typer.Option(help="How many queries to put at most.", min=1)] = 400,
    disputed: Annotated[Path | None, typer.Option(help="Write the rows in dispute to this file, as CSV.")] = None,
    form: Annotated[
        Format, typer.Option("--format", help="table and json tell all; else their figures beside ours.")
    ] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Find the definition, zone, borders of periods or filter that give another tool's figures, or the rows in dispute."""
    from helder.connectors.reading.whole import whole

    options = put.options(None, grain, since, until, where, None, given, None, zone, 0.95)
    rows = whole(theirs)
    with reading(context) as workspace:
        most = 1_000_000 if disputed else 20
        found = workspace.reconcile(metric, theirs=rows, queries=queries, rows=most, progress=_progress(), **options)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if disputed is not None:
        if found.disputed is None or found.disputed.rows is None:
            raise BadQuestion("There are no rows in dispute.", where="--disputed", fix="Leave it out.")
        give(found.disputed.rows, Format.csv, disputed)
    if form is Format.json:
        print(json.dumps(_record(found), default=str, ensure_ascii=False, indent=1))
    elif form is Format.table and output is None:
        _print(found)
    else:
        give(found.to_arrow(), Format.csv if form is Format.table else form, output)


def _progress() -> Any:
    """Says on the terminal what is being tried."""
    if not sys.stderr.isatty():
        return None
    return lambda about, queries: print(f"\r\033[Ktrying {about} (query {queries})", end="", file=sys.stderr, flush=True)


def _record(found: Reconciliation) -> dict[str, Any]:
    tried, between = found.tried, found.disputed
    return {
        "metric": found.metric.name,
        "verdict": found.verdict,
        "reproduced": bool(found.found),
        "ways": found.ranked(),
        "cells": found.to_records(),
        "tried": {
            "ways": tried.ways, "queries": tried.queries, "definitions": list(tried.definitions), "zones": list(tried.zones),
            "borders": list(tried.borders), "filters_by": list(tried.dimensions), "not_tried": tried.notes,
            "stopped": tried.stopped,
        },
        "disputed": between and {
            "first": between.first, "second": between.second, "fact": between.fact, "total": between.total,
            "reasons": dict(between.reasons), "note": between.note, "rows": between.rows.to_pylist() if between.rows else [],
        },
    }  # fmt: skip


def _print(found: Reconciliation) -> None:
    from helder.metrics.unit import shown

    print(found.verdict)
    grid = [
        [str(i), r["way"], f"{r['matched']} of {r['cells']}", "-" if r["largest"] is None else f"{r['largest']:.6g}"]
        for i, r in enumerate(found.ranked(), 1)
    ]
    print("\nWays, best first:")
    show_grid(["", "way", "figures given", "largest difference"], grid, right=frozenset({3}))
    wrong = [r for r in found.to_records() if not r["matches"]]
    if wrong:
        unit = found.metric.unit.name
        print(f"\nFigures the nearest does not give ({len(wrong)}):")
        names = [name for name in wrong[0] if name not in ("matches", "difference", "n_theirs")]
        lines = [[_text(name, record[name], unit, shown) for name in names] for record in wrong[:20]]
        show_grid(names, lines)
    if found.disputed is not None:
        _print_disputed(found.disputed)
    _print_tried(found)


def _text(name: str, value: Any, unit: str, shown: Any) -> str:
    if name in ("theirs", "ours"):
        return str(shown(value, unit))
    return "" if value is None else str(value)


def _print_disputed(between: Disputed) -> None:
    print(f"\nRows in dispute between\n  the first:  {between.first}\n  the second: {between.second}")
    if between.note:
        print(f"  {between.note}")
        return
    for reason, n in between.reasons:
        print(f"  {n:>9,}  {reason}")
    if between.rows is not None and between.rows.num_rows:
        rows = between.rows.to_pylist()
        print(f"\n{between.fact}, {len(rows):,} of {between.total:,}:")
        show_grid(list(rows[0]), [["" if v is None else str(v) for v in row.values()] for row in rows])


def _print_tried(found: Reconciliation) -> None:
    tried = found.tried
    print(
        f"\nTried: {tried.ways:,} ways in {tried.queries} queries: {len(tried.definitions)} definitions; days of "
        f"{', '.join(list(tried.zones)[:8])}{' and more' if len(tried.zones) > 8 else ''}; borders: {'; '.join(tried.borders)}; "
        f"filters by {', '.join(tried.dimensions) or 'nothing'}."
    )
    for note in tried.notes:
        print(f"Not tried: {note}.")
    if tried.stopped:
        print(f"Stopped before the end: {tried.stopped}; what it says is of what was tried.")
