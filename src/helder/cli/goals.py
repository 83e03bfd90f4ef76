"""helder goals: how goals stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli.app import app
from helder.cli.output import Format, give, show_grid
from helder.cli.store import reading

if TYPE_CHECKING:
    from helder.goals.standing import Standing


@app.command()
def goals(
    context: typer.Context,
    metric: Annotated[
        list[str] | None, typer.Argument(metavar="[METRIC]...", help="Only goals of these metrics.", show_default=False)
    ] = None,
    at: Annotated[
        str | None, typer.Option(help="As they stood on this local date, itself not counted. [default: today]", metavar="DATE")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those that ended more than 91 days before.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How the goals are given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Tell how goals stand: the figure so far, how far it is, and what it will be when the goal's period ends."""
    with reading(context) as workspace:
        found = workspace.goals(*(metric or ()), at=at, everything=everything)
    if form is not Format.table or output is not None:
        give(found.to_arrow(), Format.csv if form is Format.table else form, output)
        return
    headers = ["metric", "for", "period", "goal", "so far", "interval", "progress", "forecast", "chance", "status", "owner", ""]
    if len(found):
        show_grid(headers, [_line(one) for one in found], right=frozenset(range(3, 9)))
    else:
        print("No goals. Set some on the board, or with: helder load goals FILE")
    for lost in found.lost:
        print(f"The goal {lost.goal_id} names the metric {lost.metric}, which is not in the catalogue.")


def _line(one: Standing) -> list[str]:
    from helder.metrics.unit import changed, shown

    goal, row, coming = one.goal, one.row, one.forecast
    unit = row.unit if row else goal.apart if one.metric.unit.name == "money" and goal.apart else one.metric.unit.name
    known = row is not None and row.value is not None
    between = f"{shown(row.low, unit)} to {shown(row.high, unit)}" if row and row.low is not None and row.high is not None else ""
    if one.progress is not None and one.expected is not None:
        progress = f"{one.progress * 100:.0f} %, usual {one.expected * 100:.0f} %"
    else:
        progress = changed(one.gap, unit) + (" *" if one.significant else "")
    return [
        goal.metric,
        " ".join(filter(None, [f"{goal.dimension} {goal.value}" if goal.segment else "", goal.apart])),
        period(goal.starts_on, goal.ends_on),
        f"{'at least' if goal.wants_more(one.metric) else 'at most'} {shown(goal.target, unit)}",
        shown(row.value, unit) if row is not None and known else "",
        between,
        progress,
        f"{shown(coming.value, unit)} ({shown(coming.low, unit)} to {shown(coming.high, unit)})" if coming else "",
        "" if one.chance is None else f"{one.chance * 100:.0f} %",
        one.status.value,
        goal.owner or "",
        ", ".join(filter(None, ["provisional" if row and row.provisional else "", one.note])),
    ]


def period(starts_on: object, ends_on: object) -> str:
    """A goal's period in words, its last day included."""
    if starts_on is None and ends_on is None:
        return "always"
    return f"{starts_on or '...'} to {ends_on or '...'}"
