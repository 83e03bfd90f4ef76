"""Pages of one metric: by dimension, how it came about, and the rows behind it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helder.boards.board import Board, Words
from helder.errors import UnknownName
from helder.metrics import Metric
from helder.web import serving, writing
from helder.web.accounts.access import person
from helder.web.boards import chart, figure
from helder.web.boards.board_page import Choice, pickers
from helder.web.boards.data import Cut, Questions, Row
from helder.web.boards.explained import told
from helder.web.boards.opening import first_board, questions_of, view_of_metric
from helder.web.boards.reach import beside
from helder.web.boards.slices import ranked, slices
from helder.web.boards.tile import meaning_of, placed_by, tile, title_of, variant
from helder.web.boards.view import View
from helder.web.boards.views import partial

_FIRST = ("channel", "country", "segment")
_MOST_SLICES, _MOST_DRAWN = 200, 24
#: What the page of a metric can be narrowed to by its picker.
SEGMENTS = Board(Words()).segments


@require_safe
def metric(request: HttpRequest, name: str) -> HttpResponse:
    """One metric: its figure, trend, slices, formula, what was counted and what left out."""
    found = known(name)
    view, questions = view_of_metric(person(request), name, request.GET), questions_of(person(request))
    seen = latest(questions.recent_batches(), found.tables)  # before the figures, which may be of a later one then
    figures = questions.figures((name,), view)
    whole, cells = figures.whole.get(name, ()), figures.cells.get(name, ())
    one = tile(found, whole, cells, view, questions.standings((name,), view).get(name), questions.workspace.scope)
    if not questions.workspace.scope.knows(found):
        one = replace(one, state="not seen")
    context: dict[str, Any] = {
        "metric": found,
        "seen": seen,
        "board": first_board(person(request)),
        "title": title_of(found),
        "meaning": meaning_of(found),
        "tile": one,
        **pickers(view, f"/metrics/{name}", questions, SEGMENTS),
    }
    if one.state not in ("not sliced", "not seen", "suppressed"):
        context["explanation"] = told(questions.explain(name, view, one.apart))
        context["unplaced"] = _unplaced(found, view, questions)
    if found.earlier:
        context["versions"] = _versions(found, view, questions)
    if one.state == "value":
        main = max(whole, key=lambda row: row["n"] or 0)
        alike = [row for row in cells if variant(row) == variant(main)]
        if any(row["value"] is not None for row in alike):  # all of them may be too small to be shown, though the whole is not
            context["trend"] = drawn(chart.trend(alike, view, one.goal.line if one.goal else None))
        others = () if view.confidential else questions.benchmarks(name, view.until)  # beside one's own figure of the year
        context["benchmarks"] = [beside(each) for each in others]
        context |= _sliced(found, request.GET.get("by"), main, view, questions)
    return render(request, "boards/_metric.html" if partial(request) else "boards/metric.html", context)


def _versions(metric: Metric, view: View, questions: Questions) -> list[dict[str, Any]]:
    """What the metric counted in each version of its definition, and the figure each gives of the same rows."""
    found = []
    for one in (metric, *sorted(metric.earlier, key=lambda old: -old.version)):
        rows = questions.asked((one.name,), view, Cut())().get(one.name, ())
        main = max(rows, key=lambda row: row["n"] or 0) if rows else None
        shown = figure.headline(main["value"], main["unit"]) if main else figure.NONE
        found.append({"version": one.version, "formula": one.in_words({}), "figure": shown, "now": one is metric})
    return found


def _unplaced(metric: Metric, view: View, questions: Questions) -> list[tuple[str, str]]:
    """By dimension the view is narrowed by: how many of the metric's rows are left out as it is not known of them."""
    counts = [(name, questions.unplaced(metric.name, name, view)) for name in placed_by(metric, view)]
    return [(writing.dimension(name).lower(), figure.full(n, "count")) for name, n in counts if n]


def latest(batches: Mapping[str, int], tables: Container[str]) -> int:
    """The number of the last load that changed any of some tables; 0 for none."""
    return max((number for table, number in batches.items() if table in tables), default=0)


def _sliced(metric: Metric, by: str | None, whole: Row, view: View, questions: Questions) -> dict[str, Any]:
    """The metric by the dimension asked for, else by its first."""
    dimensions = [name for name in metric.dimensions if view.segment is None or name != view.segment[0]]
    if by is not None and by not in metric.dimensions:
        raise UnknownName(_("dimension"), by, dimensions, where=metric.name)
    dimension = by or next((name for name in _FIRST if name in dimensions), dimensions[0] if dimensions else None)
    if dimension is None:
        return {}
    rows = ranked(questions.sliced(metric.name, dimension, view), whole, metric)
    here = f"/metrics/{metric.name}?{view.query}&by="
    return {
        "dimension": writing.dimension(dimension),
        "dimensions": [Choice(writing.dimension(name), here + name, name == dimension, f"by-{name}") for name in dimensions],
        "slices": slices(rows, whole, dimension, metric, view)[:_MOST_SLICES],
        "more_slices": max(len(rows) - _MOST_SLICES, 0),
        "ranking": drawn(chart.sliced([row for row in rows if row["value"] is not None][:_MOST_DRAWN], dimension)),
    }


def known(name: str) -> Metric:
    """The metric of that name; a page that does not exist otherwise."""
    catalog = serving.catalog()
    if name not in catalog:
        raise Http404(str(UnknownName(_("metric"), name, catalog)))
    return catalog[name]


def drawn(specification: dict[str, Any]) -> dict[str, Any]:
    """A chart for the page: its specification, and as drawn on the server."""
    return {"specification": specification, "svg": mark_safe(chart.svg(specification))}  # noqa: S308 - drawn here, text escaped
