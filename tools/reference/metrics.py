"""The pages of the metrics: an overview, and one for each."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from helder import CATALOG
from helder.metrics import Measure, Metric, Param
from tools.reference import examples, profiles
from tools.reference.markdown import code, codes, grid, page

UNITS = {
    "share": "a fraction from 0 to 1, shown in per cent",
    "points": "points, from -100 to 100",
    "score": "points of its scale",
    "s": "seconds, shown as time",
    "count": "a number of things",
    "ratio": "one number to another",
    "price": "a price, in the currency its label names",
    "money": "an amount in the row's currency",
}
SOURCES = {
    "D0": "twenty CX metrics, in Dutch",
    "D1": "five statistics of customer experience, in Dutch",
    "D2": "CX analytics, in Dutch",
    "D3": "twenty service metrics, in Dutch",
    "D4": "twenty CX metrics, in Danish",
}
BETTER = {"higher": "higher is better", "lower": "lower is better", None: "neither way is better"}


def pages() -> dict[str, str]:
    """The overview, and a page for each metric."""
    families = {metric.family: None for metric in CATALOG.values()}
    overview = page(
        "Metrics",
        f"{len(CATALOG)} metrics. What holds for all of them is told in [How a number is made](../../explanation/numbers.md).",
        *(block for family in families for block in (f"## {family}", _overview(family))),
        "## Profiles",
        "A profile is a named set of parameters, to count as another tool does: `--profile genesys`. "
        "[Profiles](../profiles.md) has them all, with their sources.",
        "## Sources",
        "The documents that ask for a metric; the M-number is that of the promise made from them.",
        grid(("Source", "Is about"), SOURCES.items()),
    )
    return {"metrics/index.md": overview} | {f"metrics/{metric.name}.md": _page(metric) for metric in CATALOG.values()}


def _overview(family: str) -> str:
    members = [metric for metric in CATALOG.values() if metric.family == family]
    return grid(("Metric", "Title", "Means"), ((f"[{code(m.name)}]({m.name}.md)", m.title, m.meaning) for m in members))


def _final(seconds: float, *, follows: bool) -> str:
    """When a period's figure no longer changes; follows: with the parameters, whose defaults it is told for."""
    span = f"{seconds / 86_400:g} days" if seconds > 86_400 else f"{seconds / 3600:g} hours"
    usual = ", by the usual parameters" if follows else ""
    return f"{span} after the period's end{usual}; provisional until then" if seconds else ""


def _page(metric: Metric) -> str:
    titles = "; ".join(f"{language}: {title}" for language, title in metric.titles.items() if language != "en")
    meanings = "; ".join(f"{language}: {meaning}" for language, meaning in metric.meanings.items())
    facts = {
        "Name": code(metric.name),
        "In other languages": titles,
        "Meaning in them": meanings,
        "Unit": UNITS[metric.unit.name],
        "Better": BETTER[metric.better],
        "Version": str(metric.version),
        "Asked for in": metric.source,
        "Final": _final(metric.matures_after({}), follows=callable(metric.maturity)),
    }
    return page(
        metric.title,
        f"{metric.meaning}.",
        grid(("", ""), ((name, text) for name, text in facts.items() if text)),
        "## Formula",
        f"{metric.in_words({}).rstrip('.')}.",
        *_parameters(metric.params),
        *(["## Beware", f"{metric.beware}."] if metric.beware else []),
        *(block for name, measure in _measures(metric) for block in _made(name, measure)),
        "## It can be sliced by",
        grid(("Dimension", "Meaning"), ((code(d.name), d.meaning) for _, d in sorted(metric.dimensions.items()))),
        "## Worked example",
        *examples.blocks(metric),
        *_counted_otherwise(metric),
    )


def _counted_otherwise(metric: Metric) -> list[str]:
    rules = profiles.rules_of(metric.name)
    return ["## How other tools count it", f"All at once: `helder profiles {metric}`.", rules] if rules else []


def _parameters(params: tuple[Param, ...]) -> list[str]:
    rows = ((code(p.name), code(p.default), p.meaning + (f", {p.unit}" if p.unit else ""), codes(p.choices)) for p in params)
    return ["## Parameters", grid(("Parameter", "Default", "Meaning", "Choices"), rows)] if params else []


def _measures(metric: Metric) -> Iterator[tuple[str, Measure]]:
    measured = metric.measured({})
    if isinstance(measured, Measure):
        yield "How it is made", measured
    else:
        yield "How its numerator is made", measured.numerator
        yield "How its denominator is made", measured.denominator


def _made(heading: str, measure: Measure) -> list[str]:
    form, fact = type(measure.form), measure.fact
    described = " ".join((inspect.getdoc(form) or "").split("\n\n")[0].split())
    lines = [
        f"- Form: {code(form.__name__)}. {described}",
        f"- Rows: {code(fact.name)}, {fact.meaning[0].lower()}{fact.meaning[1:]}; one row is {fact.grain}.",
        f"- Read from: {codes(fact.tables)}.",
        f"- Dated by: {_dated(measure)}.",
    ]
    if measure.apart:
        lines.append(f"- Kept apart: rows that differ in {code(measure.apart)} are never put together.")
    left_out = [f"{number}. {need.otherwise}" for number, need in enumerate(measure.needs, 1)]
    reasons = ["Rows left out, each under the first reason that holds:", "\n".join(left_out)] if left_out else []
    return [f"## {heading}", "\n".join(lines), *reasons]


def _dated(measure: Measure) -> str:
    return "the period's own start" if measure.dated_by == "start" else code(measure.dated_by)
