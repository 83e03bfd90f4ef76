"""The charts of a metric's page: Vega-Lite made in Python, drawn in the browser and, for paper and without JavaScript, here.

Colours are the page's own custom properties, so one drawing serves light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helder.facts.titles import of_dimension
from helder.metrics import unit as units
from helder.web import writing
from helder.web.boards.data import Row
from helder.web.boards.tile import is_whole
from helder.web.boards.time_axis import moment, time_axis, without_sliver
from helder.web.boards.view import View

_AXIS = {
    "labelColor": "var(--ink-soft)",
    "titleColor": "var(--ink-soft)",
    "gridColor": "var(--line)",
    "domainColor": "var(--line-strong)",
    "tickColor": "var(--line-strong)",
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelPadding": 6,
}
_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": _AXIS,
    "axisX": {"grid": False},
    "axisY": {"domain": False, "ticks": False},
}


#: What times are told in, by their seconds, the longest first.
_TIMES = ((86_400, gettext_lazy("days")), (3_600, gettext_lazy("hours")), (60, gettext_lazy("minutes")))


def trend(rows: Sequence[Row], view: View, goal: float | None) -> dict[str, Any]:
    """Value and band over time, with the goal and a word on hover: a Vega-Lite specification."""
    import altair as alt

    drawn = set(without_sliver(row["start"] for row in rows))
    rows = [row for row in rows if row["start"] in drawn]
    axis = axis_of(rows)
    scaled = [{**point(row, axis), "whole": is_whole(row["start"], view)} for row in rows]
    base = alt.Chart(alt.InlineData(values=scaled)).encode(
        x=alt.X("start:T", title=None, axis=time_axis((row["start"] for row in rows), view, 8))
    )
    hover = [
        alt.Tooltip("start:T", title="", format="%H:%M" if view.grain == "hour" else writing.day_in_charts()),
        *figures_on_hover(),
    ]
    over = alt.Y("value:Q", title=axis.title, scale=alt.Scale(domain=_reach(rows, view, goal, axis), zero=False, nice=True))
    whole = base.transform_filter("datum.whole")
    layers: list[Any] = [
        base.mark_area(color="var(--series)", opacity=0.16, clip=True).encode(y=alt.Y("low:Q", title=axis.title), y2="high:Q"),
        base.mark_line(color="var(--series)", strokeWidth=1.5, strokeDash=[3, 4], clip=True).encode(y=over),
        whole.mark_line(color="var(--series)", strokeWidth=2.25).encode(y=over),
        whole.mark_circle(color="var(--series)", size=34, opacity=1).encode(y=over),
    ]
    if goal is not None:
        line = alt.Chart(alt.InlineData(values=[{"goal": goal * axis.by}]))
        layers.append(line.mark_rule(color="var(--goal)", strokeDash=[5, 4], strokeWidth=1.5).encode(y="goal:Q"))
    hit = base.mark_circle(size=420, opacity=0, clip=True).encode(y=over, tooltip=hover)
    return finished(alt.layer(*layers, hit).properties(width="container", height=300))


def sliced(rows: Sequence[Row], dimension: str) -> dict[str, Any]:
    """Each value of a dimension with its interval, ranked: a Vega-Lite specification."""
    import altair as alt

    axis = axis_of(rows)
    values = [{**point(row, axis), "slice": _name(row[dimension])} for row in rows]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("slice:N", title=None, sort=None, axis=alt.Axis(labelLimit=160, grid=False, domain=False, ticks=False)),
        tooltip=[
            alt.Tooltip("slice:N", title=of_dimension(dimension, writing.language())),
            *figures_on_hover(),
        ],
    )
    reach = base.mark_rule(color="var(--series)", strokeWidth=7, opacity=0.22, strokeCap="round").encode(
        x=alt.X("low:Q", title=axis.title, scale=alt.Scale(zero=False), axis=alt.Axis(grid=True, domain=False, ticks=False)),
        x2="high:Q",
    )
    dot = base.mark_circle(color="var(--series)", size=90, opacity=1).encode(x=alt.X("value:Q", title=axis.title))
    return finished(alt.layer(reach, dot).properties(width="container", height=max(28 * len(values), 60)))


def svg(specification: dict[str, Any], width: int = 880) -> str:
    """A specification drawn on the server."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg({**specification, "width": width})
    size = drawn[: drawn.index(">")]
    kept = " ".join(part for part in size.split(" ") if not part.startswith(("width=", "height=", "version=", "xmlns:")))
    return f'{kept} role="img" aria-hidden="true"{drawn[len(size) :]}'


def _reach(rows: Sequence[Row], view: View, goal: float | None, axis: Axis) -> list[float]:
    """Lowest and highest shown: of whole cells with their intervals, and the goal; cells cut off may fall outside."""
    shown = [row for row in rows if row["value"] is not None and is_whole(row["start"], view)] or rows
    ends = [row[name] for row in shown for name in ("value", "low", "high") if row[name] is not None]
    values = [value * axis.by for value in (ends if goal is None else [*ends, goal])]
    return [min(values), max(values)]


def figures_on_hover() -> list[Any]:
    """What is told of a point on hover."""
    import altair as alt

    named = (("value", _("value")), ("low", _("low")), ("high", _("high")))
    told = [alt.Tooltip(f"{name}:Q", title=title, format=",.4~r") for name, title in named]
    return [*told, alt.Tooltip("n:Q", title="n", format=",")]


def finished(chart: Any) -> dict[str, Any]:
    """The specification of a chart in the page's look."""
    specification: dict[str, Any] = chart.to_dict(validate=False)
    return {
        **specification,
        "config": {**_CONFIG, "locale": writing.of_charts()},
        "autosize": {"type": "fit-x", "contains": "padding"},
    }


@dataclass(frozen=True)
class Axis:
    """How figures of one unit are drawn: multiplied by `by`, along an axis that is called `title`."""

    by: float
    title: str | None


def axis_of(rows: Iterable[Row]) -> Axis:
    """The axis of some rows: shares in per cent, times in the unit in which people would tell the longest."""
    known = list(rows)
    unit = known[0]["unit"] if known else "count"
    if unit == "s":
        longest = max((abs(row["value"]) for row in known if row["value"] is not None), default=0.0)
        seconds, title = next(((size, title) for size, title in _TIMES if longest >= 2.5 * size), (1, _("seconds")))
        return Axis(1 / seconds, str(title))
    return Axis(100.0 if unit == "share" else 1.0, None if unit == "count" else units.title(unit, writing.language()))


def point(row: Row, axis: Axis) -> dict[str, Any]:
    """A row as a point of a chart."""
    start: date | None = row["start"]
    found: dict[str, Any] = {name: None if row[name] is None else row[name] * axis.by for name in ("value", "low", "high")}
    return {**found, "n": row["n"], "start": moment(start) if start else None}


def _name(value: Any) -> str:
    return _("(not known)") if value is None else str(value)
