"""Charts of several series over time: Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from helder.web import writing
from helder.web.boards.chart import axis_of, figures_on_hover, finished, point
from helder.web.boards.data import Row
from helder.web.boards.tile import is_whole
from helder.web.boards.time_axis import moment, time_axis, without_sliver
from helder.web.boards.view import View

#: The page's colours of series, which are told apart by people who see few colours too.
_COLOURS = [*(f"var(--series-{i})" for i in range(1, 7)), "var(--line-strong)"]

#: How wide a bar is that stands alone.
_A_DAY = timedelta(days=1)


def lines(series: Mapping[str, Sequence[Row]], view: View, size: tuple[int, int]) -> dict[str, Any]:
    """A line for each series, with its band where it is the only one; dashed where a period is cut off or not over."""
    import altair as alt

    drawn = set(without_sliver(row["start"] for rows in series.values() for row in rows))
    series = {name: [row for row in rows if row["start"] in drawn] for name, rows in series.items()}
    axis = axis_of(row for rows in series.values() for row in rows)
    values = [
        {**point(row, axis), "series": name, "whole": is_whole(row["start"], view)}
        for name, rows in series.items()
        for row in rows
    ]
    base = _base(values, series, view)
    alone = len(series) == 1
    colour = _colour(series, alone)
    over = alt.Y("value:Q", title=axis.title, scale=alt.Scale(domain=_reach(values), zero=False, nice=True))
    whole = base.transform_filter("datum.whole")
    layers: list[Any] = [
        base.mark_line(strokeWidth=1.5, strokeDash=[3, 4], clip=True).encode(y=over, color=colour),
        whole.mark_line(strokeWidth=2.25).encode(y=over, color=colour),
        whole.mark_circle(size=30, opacity=1).encode(y=over, color=colour),
        base.transform_filter("!datum.whole").mark_point(size=36, filled=False, clip=True).encode(y=over, color=colour),
    ]
    if alone:
        band = base.mark_area(color=_COLOURS[0], opacity=0.16, clip=True)
        layers.insert(0, band.encode(y=alt.Y("low:Q", title=axis.title), y2="high:Q"))
    hit = base.mark_circle(size=320, opacity=0, clip=True).encode(y=over, tooltip=_hover(view, several=not alone))
    return finished(alt.layer(*layers, hit).properties(width=size[0], height=size[1]))


def stacked(series: Mapping[str, Sequence[Row]], view: View, size: tuple[int, int]) -> dict[str, Any]:
    """The shares of series in what they are together, over time."""
    import altair as alt

    axis = axis_of(row for rows in series.values() for row in rows)
    starts = sorted({row["start"] for rows in series.values() for row in rows})
    ends = dict(zip(starts, [*starts[1:], starts[-1] + (starts[-1] - starts[-2] if len(starts) > 1 else _A_DAY)], strict=True))
    whole = {start: sum(_amount(row) for rows in series.values() for row in rows if row["start"] == start) for start in starts}
    below = dict.fromkeys(starts, 0.0)
    values = []
    for name, rows in series.items():
        for row in rows:
            if not whole[row["start"]]:
                continue
            low = below[row["start"]]
            below[row["start"]] = high = low + _amount(row) / whole[row["start"]]
            more = {"series": name, "share": high - low, "from": low, "to": high, "end": moment(ends[row["start"]])}
            values.append({**point(row, axis), **more})
    over = alt.Y("from:Q", title=None, axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    hover = [*_hover(view, several=True)[:2], alt.Tooltip("share:Q", title="%", format=".1%"), *figures_on_hover()]
    drawn = _base(values, series, view).mark_rect(opacity=0.92, stroke="var(--surface)", strokeWidth=1)
    drawn = drawn.encode(x2="end:T", y=over, y2="to:Q", color=_colour(series, alone=False), tooltip=hover)
    return finished(drawn.properties(width=size[0], height=size[1]))


def _amount(row: Row) -> float:
    return max(float(row["value"] or 0.0), 0.0)


def _base(values: list[dict[str, Any]], series: Mapping[str, Sequence[Row]], view: View) -> Any:
    import altair as alt

    starts = (row["start"] for rows in series.values() for row in rows)
    return alt.Chart(alt.InlineData(values=values)).encode(x=alt.X("start:T", title=None, axis=time_axis(starts, view, 6)))


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
