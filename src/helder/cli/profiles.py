"""helder profiles: how other tools count, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helder.cli import question as put
from helder.cli.app import app
from helder.cli.output import Format, give, show_grid
from helder.cli.store import reading

if TYPE_CHECKING:
    from helder.query.answer import Row
    from helder.query.side_by_side import SideBySide, Variant

METRIC = typer.Argument(metavar="METRIC", help="A metric to count in every way; none to list the profiles.", show_default=False)


@app.command()
def profiles(
    context: typer.Context,
    metric: Annotated[str | None, METRIC] = None,
    by: put.By = None,
    grain: put.Grain = None,
    since: put.Since = None,
    until: put.Until = None,
    where: put.Where = None,
    given: put.Set = None,
    profile: Annotated[str | None, typer.Option(help="Only this profile beside Helder's own.")] = None,
    zone: put.Zone = None,
    confidence: put.Confidence = 0.95,
    confidential: put.Confidential = False,
    form: Annotated[Format, typer.Option("--format", help="How the answer is given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Count a metric as every other tool does, beside Helder's own; without METRIC, list the profiles and their sources."""
    if metric is None:
        _list(context, form, output)
        return
    options = put.options(by, grain, since, until, where, None, given, profile, zone, confidence, confidential)
    with reading(context) as workspace:
        found = workspace.profiles(metric, **options)
    if form is Format.table and output is None:
        _print(found)
        return
    give(found.to_arrow(), Format.csv if form is Format.table else form, output)


def _list(context: typer.Context, form: Format, output: Path | None) -> None:
    from helder.workspace import catalog_of

    rules = catalog_of(context.obj.settings().home).rules()
    if form is Format.table and output is None:
        show_grid(["profile", "metric", "sets", "why"], [[r["profile"], r["metric"], r["sets"], r["reason"]] for r in rules])
        return
    import pyarrow as pa

    give(pa.Table.from_pylist(rules), Format.csv if form is Format.table else form, output)


def _sets(params: Any) -> str:
    return ", ".join(f"{name}={value}" for name, value in params.items())


def _print(found: SideBySide) -> None:
    asked, labels = found.question, [name for name in found.labels if name not in found.question.by]
    dated = any(row.start for variant in found for row in variant.rows)
    headers = [found.metric.name, *(["start"] if dated else []), *asked.by, *labels, "value", "interval", "n", "difference", ""]
    lines = [
        _line(variant, row, difference, labels, dated)
        for variant in found
        for row, difference in zip(variant.rows, found.differences(variant), strict=True)
    ]
    first = headers.index("value")
    show_grid(headers, lines, right=frozenset(range(first, first + 4)))
    for variant in found:
        print(f"\n{_told(variant)}")
    if len(found) == 1:
        print(f"\nNo profile says anything of {found.metric}.")


def _line(variant: Variant, row: Row, difference: float | None, labels: list[str], dated: bool) -> list[str]:
    from helder.metrics.unit import changed, shown

    known = dict(row.labels)
    interval = (
        f"{shown(row.low, row.unit)} to {shown(row.high, row.unit)}" if row.low is not None and row.high is not None else ""
    )
    alike = f"same rule as {variant.same_as}" if variant.same_as else f"same figures as {variant.alike}" if variant.alike else ""
    return [
        variant.name,
        *([str(row.start or "")] if dated else []),
        *("(none)" if value is None else str(value) for value in row.by),
        *(str(known.get(name) or "") for name in labels),
        "hidden: small group" if row.suppressed else shown(row.value, row.unit),
        interval,
        "" if row.n is None else f"{row.n:,}",
        changed(difference, row.unit) if variant.profile else "",
        alike,
    ]


def _told(variant: Variant) -> str:
    """A definition in words: why it differs, what it sets, what no parameter can say, and where the rule is stated."""
    rule = variant.rule
    if rule is None or variant.profile is None:
        return f"{variant.name}: Helder's own definition ({_sets(variant.params) or 'no parameters'})"
    lines = [f"{variant.name} ({variant.profile.title}): {rule.reason}"]
    lines += [f"  sets {_sets(rule.params)}"] if rule.params else []
    lines += [f"  not covered: {rule.beyond}"] if rule.beyond else []
    seen = f", seen {rule.seen}" if rule.seen else ""
    return "\n".join([*lines, f"  source: {rule.source}{f' <{rule.address}>' if rule.address else ''}{seen}"])
