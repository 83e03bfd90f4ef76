"""A tile: everything shown about one headline metric, ready for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helder.goals.standing import Standing
from helder.metrics import Metric
from helder.metrics.unit import NUMBER
from helder.query.scope import WHOLE, Scope
from helder.web import serving
from helder.web.boards import figure
from helder.web.boards.data import Row, moves_by_itself
from helder.web.boards.reach import Industry, Reach, reach
from helder.web.boards.sparkline import Point, draw
from helder.web.boards.view import View
from helder.web.writing import dimension

#: Columns whose values are never put together.
_APART = ("scale", "currency", "share", "months_since", "stage_reached")


@dataclass(frozen=True)
class Change:
    """Against the previous period. verdict: better, worse or neutral, which also gives the colour.

    words say the same as arrow and colour do, so that neither is needed to understand it.
    """

    arrow: str
    text: str
    verdict: str
    words: str
    previous: str
    significant: bool
    p: str | None


@dataclass(frozen=True)
class Cell:
    """One row of the table behind a chart."""

    start: str
    value: str
    interval: str | None
    n: str
    mark: str | None


@dataclass(frozen=True)
class Tile:
    """One metric on a board.

    state: "value", or why there is none: "none" where nothing was there to count, "unplaced" where nothing is known to be of
    what it is narrowed to, "no data", "suppressed", "not sliced".
    apart: its scale or currency, where the metric has numbers of several.
    """

    name: str
    title: str
    meaning: str
    state: str
    value: str = figure.NONE
    full: str = figure.NONE
    interval: str | None = None
    n: str = ""
    note: str | None = None
    provisional: bool = False
    change: Change | None = None
    goal: Reach | None = None
    chart: SafeString | None = None
    cells: tuple[Cell, ...] = ()
    href: str = ""
    unknown: str = ""
    apart: str | None = None
    industry: Industry | None = None


def title_of(metric: Metric) -> str:
    """The metric's title in the page's language."""
    return metric.titles.get((get_language() or "en")[:2], metric.title)


def meaning_of(metric: Metric) -> str:
    """What the metric means, in the page's language."""
    return metric.meaning_in((get_language() or "en")[:2])


def tile(
    metric: Metric, whole: Sequence[Row], cells: Sequence[Row], view: View, standing: Standing | None, scope: Scope = WHOLE
) -> Tile:
    """The tile of a metric from its rows; of several scales or currencies the one with most rows is shown, the others named.

    standing: how the goal stands that it is held against. scope: whose rows are seen.
    """
    name, placed = metric.name, placed_by(metric, view, scope)
    bare = Tile(
        name,
        title_of(metric),
        meaning_of(metric),
        _without(metric, placed),
        href=f"/metrics/{quote(name)}?{view.query}",
        unknown=_dimensions(placed),
    )
    if unknown := view.unknown_to(metric):
        return replace(bare, state="not sliced", unknown=dimension(unknown).lower())
    if not whole:
        return bare
    main = max(whole, key=lambda row: row["n"] or 0)
    if main["suppressed"]:
        return replace(bare, state="suppressed")
    unit = main["unit"]
    goal = reach(standing, standing.row.unit if standing.row else unit) if standing else None
    if goal and standing and standing.row and standing.row.unit != unit:  # of another scale or currency than is drawn
        goal = replace(goal, line=None)
    series = [row for row in cells if variant(row) == variant(main)]
    return replace(
        bare,
        state=_without(metric, placed) if main["value"] is None else "value",
        value=figure.headline(main["value"], unit),
        full=figure.full(main["value"], unit),
        interval=figure.interval(main["low"], main["high"], unit),
        n=figure.full(main["n"], "count"),
        note=_note(main, whole, placed),
        apart=variant(main) if sum(1 for row in whole if row["n"]) > 1 else None,
        provisional=bool(main["provisional"]),
        change=changed(main, metric),
        goal=goal,
        chart=_chart(series, goal, view, bare.title),
        cells=tuple(cell(row, view) for row in series),
    )


def variant(row: Row) -> str | None:
    """What keeps rows of one metric apart: their scale, their currency, the share they are of ..."""
    return next((str(row[name]) for name in _APART if row.get(name) is not None), None)


def changed(row: Row, metric: Metric) -> Change | None:
    """The change against the previous period; None where either has no value."""
    if row.get("change") is None or row.get("previous") is None:
        return None
    size, unit = float(row["change"]), row["unit"]
    if not any(digit in "123456789" for digit in figure.change(size, unit)):  # as it is written
        size = 0.0
    arrow = "▲" if size > 0 else "▼" if size < 0 else "■"
    verdict, words = "neutral", _("higher") if size > 0 else _("lower") if size < 0 else _("unchanged")
    if metric.better and size:
        better = (size > 0) == (metric.better == "higher")
        verdict, words = ("better", _("better")) if better else ("worse", _("worse"))
    significant = bool(row["significant"])
    return Change(
        arrow,
        figure.change(size, unit),
        verdict if significant else "neutral",
        words,
        figure.headline(row["previous"], unit),
        significant,
        figure.probability(row["p"]),
    )


def cell(row: Row, view: View | None) -> Cell:
    """A row as a table shows it; view: of the chart it is a point of, None where it is about a whole period."""
    unit = row["unit"]
    marks = [_("provisional")] if row["provisional"] else []
    if view and not is_whole(row["start"], view):
        marks.append(_("part of a %(grain)s") % {"grain": view.each})
    if row["suppressed"]:
        marks.append(_("too few to show"))
    elif row["value"] is None:
        marks.append(_("not enough data"))
    return Cell(
        _written(row["start"]) if view else "",
        figure.full(row["value"], unit),
        figure.interval(row["low"], row["high"], unit),
        figure.NONE if row["suppressed"] else figure.full(row["n"], "count"),
        ", ".join(marks) or None,
    )


def _written(start: date) -> str:
    return f"{start:%H:%M}" if isinstance(start, datetime) else start.isoformat()


def is_whole(start: date, view: View) -> bool:
    """Whether the cell that begins at `start` is a whole day, week, month or quarter, not one cut off by the view's ends."""
    begins = {
        "hour": True,
        "day": True,
        "week": start.weekday() == 0,
        "month": start.day == 1,
        "quarter": start.day == 1 and start.month % 3 == 1,
    }
    if isinstance(start, datetime):
        now = datetime.now(ZoneInfo(serving.now().questions.workspace.engine.zone)).replace(tzinfo=None)
        return start + timedelta(hours=1) <= now
    return begins[view.grain] and _end(start, view.grain) <= view.until


def _end(start: date, grain: str) -> date:
    if grain in ("day", "week"):
        return start + timedelta(days=1 if grain == "day" else 7)
    months = start.month + (1 if grain == "month" else 3)
    return date(start.year + (months - 1) // 12, (months - 1) % 12 + 1, 1)


def placed_by(metric: Metric, view: View, scope: Scope = WHOLE) -> list[str]:
    """The dimensions figures are narrowed by that rows of a metric have only through another table: many may have none."""
    names = dict.fromkeys([*(name for name, _ in view.filters), *scope.narrows(metric)])
    return [name for name in names if name in metric.dimensions and metric.dimensions[name].table is not None]


def _dimensions(names: Sequence[str]) -> str:
    return ", ".join(dimension(name).lower() for name in names)


def _without(metric: Metric, placed: Sequence[str]) -> str:
    """What a figure is without rows: of what is counted, and of whoever waits at this moment, there is none."""
    if placed:
        return "unplaced"
    return "none" if metric.unit is NUMBER or moves_by_itself(metric) else "no data"


def _note(main: Row, whole: Sequence[Row], placed: Sequence[str]) -> str | None:
    words = [_("scale %(scale)s") % {"scale": figure.dashed(main["scale"])}] if main.get("scale") else []
    others = sorted(figure.dashed(str(variant(row))) for row in whole if row is not main and row["n"])
    known = [_("where its %(dimension)s is known") % {"dimension": dimension(name).lower()} for name in placed]
    return ", ".join([*words, *([_("apart: %(others)s") % {"others": ", ".join(others)}] if others else []), *known]) or None


def _chart(series: Sequence[Row], goal: Reach | None, view: View, title: str) -> SafeString | None:
    known = [row for row in series if row["value"] is not None]
    if not known:
        return None
    points = [Point(r["value"], r["low"], r["high"], is_whole(r["start"], view)) for r in series]
    unit = known[0]["unit"]
    label = _("%(title)s by %(grain)s: from %(first)s to %(last)s") % {
        "title": title,
        "grain": view.each,
        "first": figure.headline(known[0]["value"], unit),
        "last": figure.headline(known[-1]["value"], unit),
    }
    return draw(points, goal.line if goal else None, label)
