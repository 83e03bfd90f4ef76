"""helder show: answer a question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli import question as put
from helder.cli.app import app
from helder.cli.output import Format, give, show_grid
from helder.cli.store import reading

if TYPE_CHECKING:
    from helder.query.answer import Answer, Row


@app.command()
def show(
    context: typer.Context,
    metric: put.Metrics,
    by: put.By = None,
    grain: put.Grain = None,
    since: put.Since = None,
    until: put.Until = None,
    where: put.Where = None,
    compare: put.Compare = None,
    given: put.Set = None,
    profile: put.Profile = None,
    zone: put.Zone = None,
    confidence: put.Confidence = 0.95,
    confidential: put.Confidential = False,
    form: Annotated[Format, typer.Option("--format", help="How the answer is given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Answer a question: metrics, sliced by dimensions, per period."""
    options = put.options(by, grain, since, until, where, compare, given, profile, zone, confidence, confidential)
    with reading(context) as workspace:
        answer = workspace.show(*metric, **options)
    if form is Format.table and output is None:
        _print(answer)
        return
    give(answer.to_arrow(), Format.csv if form is Format.table else form, output)


def _print(answer: Answer) -> None:
    asked = answer.question
    labels = [name for name in answer.labels if name not in asked.by]
    dated = any(row.start for row in answer)
    compared = ["change", "p"] if asked.compare else []
    headers = ["metric", *(["start"] if dated else []), *asked.by, *labels, "value", "interval", "n", *compared, ""]
    grid = [_line(row, asked.by, labels, dated, bool(compared)) for row in answer]
    first = headers.index("value")
    show_grid(headers, grid, right=frozenset(range(first, first + 3 + len(compared))))


def _line(row: Row, by: Sequence[str], labels: list[str], dated: bool, compared: bool) -> list[str]:
    from helder.metrics.unit import changed, shown

    known = dict(row.labels)
    interval = (
        f"{shown(row.low, row.unit)} to {shown(row.high, row.unit)}" if row.low is not None and row.high is not None else ""
    )
    change = [changed(row.change, row.unit), _tested(row)]
    notes = [
        word
        for word, holds in (("provisional", row.provisional), ("partial", row.partial), ("suppressed", row.suppressed))
        if holds
    ]
    return [
        row.metric.name,
        *([str(row.start or "")] if dated else []),
        *("(none)" if value is None else row.metric.dimensions[name].told(value) for name, value in zip(by, row.by, strict=True)),
        *("" if known.get(name) is None else str(known[name]) for name in labels),
        "hidden: small group" if row.suppressed else shown(row.value, row.unit),
        interval,
        "" if row.n is None else f"{row.n:,}",
        *(change if compared else []),
        ", ".join(notes),
    ]


def _tested(row: Row) -> str:
    """The p of the change, starred where it is significant."""
    if row.p is None:
        return ""
    return f"{'<0.001' if row.p < 0.001 else f'{row.p:.3f}'}{' *' if row.significant else ''}"
