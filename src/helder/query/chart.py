"""Answers as pictures: Altair charts, with the interval always drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helder.errors import NotSupported
from helder.metrics.unit import SECONDS, SHARE

if TYPE_CHECKING:
    from helder.query.answer import Answer

_WIDTH, _HEIGHT = 480, 220


def chart(answer: Answer) -> Any:
    """Lines with their interval's band over time, bars with their intervals otherwise; one picture per metric and unit."""
    try:
        import altair as alt
    except ModuleNotFoundError as error:
        raise NotSupported("Charts need Altair.", fix="Install it with: pip install 'helder[chart]'") from error
    records = _records(answer)
    panels = dict.fromkeys((record["metric"], record["unit"]) for record in records)
    pictures = [
        _picture(answer, metric, unit, [r for r in records if (r["metric"], r["unit"]) == (metric, unit)])
        for metric, unit in panels
    ]
    return pictures[0] if len(pictures) == 1 else alt.vconcat(*pictures)


def _records(answer: Answer) -> list[dict[str, Any]]:
    """Records whose dates are texts and whose dimensions are one series name."""
    named = [*answer.question.by, *(n for n in answer.labels if n not in answer.question.by and n not in ("scale", "currency"))]
    found = []
    for record in answer.to_records():
        series = ", ".join("(none)" if record[name] is None else str(record[name]) for name in named)
        found.append({**record, "start": record["start"] and record["start"].isoformat(), "series": series or "all"})
    return found


def _picture(answer: Answer, metric: str, unit: str, records: list[dict[str, Any]]) -> Any:
    import altair as alt

    title = next(m.title for m in answer.question.metrics if m.name == metric)
    base = alt.Chart(alt.InlineData(values=records), title=title, width=_WIDTH, height=_HEIGHT)
    axis = alt.Axis(format=".1%" if unit == SHARE.name else ",.4~g", title="seconds" if unit == SECONDS.name else unit)
    several = len({record["series"] for record in records}) > 1
    tooltip = [
        alt.Tooltip("start:T", title="period"),
        "series:N",
        *(alt.Tooltip(f"{name}:Q", format=",.4~g") for name in ("value", "low", "high", "n")),
    ]
    if answer.question.grain is None:
        place = alt.Y("series:N", title=None, sort="-x")
        bars = base.mark_bar(opacity=0.8).encode(y=place, x=alt.X("value:Q", axis=axis), tooltip=tooltip[1:])
        return bars + base.mark_rule(strokeWidth=2).encode(y=place, x=alt.X("low:Q"), x2="high:Q")
    color = {"color": alt.Color("series:N", title=None)} if several else {}
    when = alt.X("start:T", title=None)
    band = base.mark_area(opacity=0.18).encode(
        x=when, y=alt.Y("low:Q", axis=axis, scale=alt.Scale(zero=False)), y2="high:Q", **color
    )
    return band + base.mark_line(point=True).encode(x=when, y=alt.Y("value:Q"), tooltip=tooltip, **color)
