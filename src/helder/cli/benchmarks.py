"""helder benchmarks: what others reach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli.app import app
from helder.cli.output import Format, give, show_grid
from helder.cli.store import reading

if TYPE_CHECKING:
    from helder.goals.benchmarks import Beside


@app.command()
def benchmarks(
    context: typer.Context,
    metric: Annotated[
        list[str] | None, typer.Argument(metavar="[METRIC]...", help="Only benchmarks of these metrics.", show_default=False)
    ] = None,
    industry: Annotated[str | None, typer.Option(help="Only this industry. [default: the setting; all without it]")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every industry, whatever the setting says.")] = False,
    at: Annotated[
        str | None, typer.Option(help="Own figures of the year before this local date. [default: today]", metavar="DATE")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How the benchmarks are given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """List what others reach, with source and year, beside one's own figures."""
    wanted = industry or (None if every else context.obj.settings()["industry"])
    with reading(context) as workspace:
        found = workspace.benchmarks(*(metric or ()), industry=wanted, at=at)
    if form is not Format.table or output is not None:
        give(found.to_arrow(), Format.csv if form is Format.table else form, output)
        return
    headers = [
        "metric",
        "industry",
        "region",
        "year",
        "theirs",
        "range",
        "own",
        "own interval",
        "gap",
        "",
        "source",
        "differs",
        "note",
    ]
    if len(found):
        show_grid(headers, [_line(one) for one in found], right=frozenset(range(4, 9)))
    else:
        print("No benchmarks. Bring some with: helder load benchmarks FILE")


def _line(one: Beside) -> list[str]:
    from helder.metrics.unit import changed, shown

    given, own = one.benchmark, one.own
    unit = own.unit if own else given.unit or one.metric.unit.name
    ends = [shown(end, unit) if end is not None else "" for end in (given.low, given.high)]
    return [
        given.metric,
        given.industry,
        given.region or "",
        str(given.year or ""),
        shown(given.middle, unit) if given.middle is not None else "",
        f"{ends[0]} to {ends[1]}" if any(ends) else "",
        shown(own.value, unit) if own else "",
        f"{shown(own.low, unit)} to {shown(own.high, unit)}" if own and own.low is not None and own.high is not None else "",
        changed(one.gap, unit),
        one.verdict or "",
        given.source,
        one.differs or "",
        given.note or "",
    ]
