"""helder decompose: what a change is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli import question as put
from helder.cli.app import app
from helder.cli.output import Format, give, show_grid
from helder.cli.store import reading

if TYPE_CHECKING:
    from helder.query.decomposition import Decomposition, Effect


@app.command()
def decompose(
    context: typer.Context,
    metric: Annotated[
        str, typer.Argument(metavar="METRIC", help="A metric of the catalogue: helder metrics.", show_default=False)
    ],
    by: put.By = None,
    since: put.Since = None,
    until: put.Until = None,
    where: put.Where = None,
    compare: put.Compare = "previous",
    given: put.Set = None,
    profile: put.Profile = None,
    zone: put.Zone = None,
    confidence: put.Confidence = 0.95,
    confidential: put.Confidential = False,
    form: Annotated[Format, typer.Option("--format", help="How the answer is given.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Split a metric's change over segments: what changed within them (rate), and what came of there being more of some (mix)."""
    options = put.options(by, None, since, until, where, compare, given, profile, zone, confidence, confidential)
    with reading(context) as workspace:
        found = workspace.decompose(metric, **options)
    if form is Format.table and output is None:
        _print(found)
        return
    give(found.to_arrow(), Format.csv if form is Format.table else form, output)


def _print(found: Decomposition) -> None:
    asked = found.question
    labels = [name for name in found.labels if name not in asked.by]
    fraction = any(effect.rate is not None for effect in found)
    figures = ["weight", "rate", "interval", "mix"] if fraction else []
    headers = [*asked.by, *labels, "value", "previous", *figures, "effect", ""]
    first = len(asked.by) + len(labels)
    print(f"{asked.metrics[0].title}, {found.since} to {found.until} (not included), against {found.previous_since} to "
          f"{found.previous_until}{'; provisional' if found.provisional else ''}")  # fmt: skip
    show_grid(headers, [_line(effect, labels, fraction) for effect in found], right=frozenset(range(first, len(headers) - 1)))


def _line(effect: Effect, labels: list[str], fraction: bool) -> list[str]:
    from helder.metrics.unit import changed, shown

    known = dict(effect.labels)
    interval = [changed(end, effect.unit) for end in (effect.rate_low, effect.rate_high)]
    weights = " > ".join("" if w is None else f"{100 * w:.1f} %" for w in (effect.previous_weight, effect.weight))
    figures = [
        weights,
        changed(effect.rate, effect.unit),
        " to ".join(interval) if all(interval) else "",
        changed(effect.mix, effect.unit),
    ]
    return [
        *(("(none)" if value is None else str(value)) if effect.segment else "all" for value in effect.by),
        *(str(known.get(name) or "") for name in labels),
        shown(effect.value, effect.unit),
        shown(effect.previous, effect.unit),
        *(figures if fraction else []),
        changed(effect.effect, effect.unit),
        effect.state,
    ]
