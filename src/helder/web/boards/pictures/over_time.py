"""Charts of several series over time: Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helder.web import writing
from helder.web.boards.chart import axis_title, factor, figures_on_hover, finished, point
from helder.web.boards.data import Row
from helder.web.boards.tile import is_whole
from helder.web.boards.view import View

#: The page's colours of series, which are told apart by people who see few colours too.
_COLOURS = [f"var(--series-{i})" for i in range(1, 7)]


def lines(series: Mapping[str, Sequence[Row]], view: View, size: tuple[int, int]) -> dict[str, Any]:
    """A line for each series, with its band where it is the only one; dashed where a period is cut off or not over."""
    import altair as alt

    unit = next(row["unit"] for rows in series.values() for row in rows)
    values = [
        {**point(row, unit), "series": name, "whole": is_whole(row["start"], view)}
        for name, rows in series.items()
        for row in rows
    ]
    base = _base(values, view)
    alone = len(series) == 1
    colour = _colour(series, alone)
    over = alt.Y("value:Q", title=axis_title(unit), scale=alt.Scale(domain=_reach(values), zero=False, nice=True))
    whole = base.transform_filter("datum.whole")
    layers: list[Any] = [
        base.mark_line(strokeWidth=1.5, strokeDash=[3, 4], clip=True).encode(y=over, color=colour),
        whole.mark_line(strokeWidth=2.25).encode(y=over, color=colour),
        whole.mark_circle(size=30, opacity=1).encode(y=over, color=colour),
    ]
    if alone:
        band = base.mark_area(color=_COLOURS[0], opacity=0.16, clip=True)
        layers.insert(0, band.encode(y=alt.Y("low:Q", title=axis_title(unit)), y2="high:Q"))
    hit = base.mark_circle(size=320, opacity=0, clip=True).encode(y=over, tooltip=_hover(view, several=not alone))
    return finished(alt.layer(*layers, hit).properties(width=size[0], height=size[1]))


def stacked(series: Mapping[str, Sequence[Row]], view: View, size: tuple[int, int]) -> dict[str, Any]:
    """The shares of series in what they are together, over time."""
    import altair as alt

    unit = next(row["unit"] for rows in series.values() for row in rows)
    values = [
        {**point(row, unit), "series": name, "value": (row["value"] or 0.0) * factor(unit)}
        for name, rows in series.items()
        for row in rows
    ]
    over = alt.Y("value:Q", title=None, stack="normalize", axis=alt.Axis(format="%", tickCount=5))
    drawn = (
        _base(values, view)
        .mark_area(opacity=0.9, line=False)
        .encode(y=over, color=_colour(series, alone=False), order=alt.Order("rank:O"), tooltip=_hover(view, several=True))
    )
    ranks = {name: i for i, name in enumerate(series)}
    for value in values:
        value["rank"] = ranks[value["series"]]
    return finished(drawn.properties(width=size[0], height=size[1]))


def _base(values: list[dict[str, Any]], view: View) -> Any:
    import altair as alt

    clock = "%H:%M" if view.grain == "hour" else writing.days_of_axes()
    return alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("start:T", title=None, axis=alt.Axis(labelOverlap=True, tickCount=6, format=clock))
    )


def _colour(series: Mapping[str, Any], alone: bool) -> Any:
    import altair as alt

    legend = (
        None
        if alone
        else alt.Legend(title=None, orient="top", symbolType="circle", labelLimit=150, columns=4, labelColor="var(--ink-soft)")
    )
    return alt.Color("series:N", scale=alt.Scale(domain=list(series), range=_COLOURS[: len(series)]), legend=legend)


def _hover(view: View, *, several: bool) -> list[Any]:
    import altair as alt

    return [
        *([alt.Tooltip("series:N", title="")] if several else []),
        alt.Tooltip("start:T", title="", format="%H:%M" if view.grain == "hour" else writing.day_in_charts()),
        *figures_on_hover(),
    ]


def _reach(values: Sequence[Mapping[str, Any]]) -> list[float]:
    """Lowest and highest shown: of whole cells; those cut off may fall outside."""
    whole = [value for value in values if value["whole"] and value["value"] is not None] or values
    names = ("value", "low", "high") if len({value["series"] for value in values}) == 1 else ("value",)
    ends = [value[name] for value in whole for name in names if value[name] is not None]
    return [min(ends), max(ends)]
