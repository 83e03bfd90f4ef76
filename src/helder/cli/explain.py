"""helder explain: what a number is made of."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli import question as put
from helder.cli.app import app
from helder.cli.output import Format, show_grid
from helder.cli.store import reading
from helder.errors import BadQuestion

if TYPE_CHECKING:
    from helder.query.explain import Explanation, Part


@app.command()
def explain(
    context: typer.Context,
    metric: put.Metrics,
    since: put.Since = None,
    until: put.Until = None,
    where: put.Where = None,
    given: put.Set = None,
    profile: put.Profile = None,
    zone: put.Zone = None,
    confidential: put.Confidential = False,
    sample: Annotated[int, typer.Option(help="How many of the counted rows to show.", min=0)] = 5,
    form: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.table,
) -> None:
    """Show what metrics are made of: formula, SQL, rows read, counted and left out, and a sample of the rows."""
    if form not in (Format.table, Format.json):
        raise BadQuestion(f"An explanation cannot be given as {form.value}.", where="--format", fix="Choose table or json.")
    options = put.options(None, None, since, until, where, None, given, profile, zone, 0.95, confidential)
    with reading(context) as workspace:
        found = [workspace.explain(name, sample=sample, **options) for name in metric]
    told = (("--since", since), ("--until", until), ("--where", where), ("--profile", profile), ("--zone", zone))
    words = [word for name, value in told if value for word in (name, value)]
    words += [word for value in given or () for word in ("--set", value)]
    lists = [[] if confidential else _all_rows(explanation, words) for explanation in found]  # no row is told by itself then
    if form is Format.json:
        records = [_record(explanation, each) for explanation, each in zip(found, lists, strict=True)]
        print(json.dumps(records, default=str, ensure_ascii=False, indent=1))
        return
    for explanation, each in zip(found, lists, strict=True):
        _print(explanation, each)


def _all_rows(found: Explanation, words: list[str]) -> list[str]:
    """The command that gives every row counted, for each part."""
    parts = (["--part", str(place)] if place else [] for place in range(len(found.parts)))
    return [shlex.join(["helder", "rows", found.metric.name, *words, *part, "--limit", "0"]) for part in parts]


def _record(found: Explanation, all_rows: list[str]) -> dict[str, object]:
    record = found.to_record()
    for part, command in zip(record["parts"], all_rows, strict=False):
        part["all_rows"] = command
    return record


def _print(found: Explanation, all_rows: list[str]) -> None:
    params = ", ".join(f"{name}={value}" for name, value in found.params.items()) or "none"
    print(f"{found.metric.title} ({found.metric.name}, version {found.version})")
    print(f"  {found.metric.meaning}.")
    print(f"  Formula: {found.formula}")
    print(f"  Parameters: {params}. Days of {found.zone}.")
    for calendar in found.calendars:
        print(f"  Calendar {calendar}.")
    if found.metric.beware:
        print(f"  Beware: {found.metric.beware}.")
    for i, part in enumerate(found.parts):
        if len(found.parts) > 1:
            print(f"\n{'Numerator' if i == 0 else 'Denominator'}")
        _print_part(part)
        if all_rows:
            print(f"\n  All rows counted: {all_rows[i]}\n  Those left out:   {all_rows[i]} --left-out")


def _print_part(part: Part) -> None:
    print(f"\n  Rows of {part.fact} ({part.grain}), dated by {part.dated_by}:")
    rows = [("read", part.read), ("counted", part.counted), *((f"left out: {why}", n) for why, n in part.left_out.items())]
    width = max(len(name) for name, _ in rows)
    for name, n in rows:
        print(f"    {name:<{width}}  {'not told' if n is None else f'{n:,}':>12}")
    print("\n  SQL:\n" + "\n".join(f"    {line}" for line in part.sql.splitlines()) + "\n")
    if len(part.sample):
        filled = [c for c in part.sample.column_names if part.sample[c].null_count < len(part.sample)]
        show_grid(filled, [["" if v is None else str(v) for v in row.values()] for row in part.sample.select(filled).to_pylist()])
