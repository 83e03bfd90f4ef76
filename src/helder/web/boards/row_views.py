"""The rows behind a number: a page at a time, or all of them as CSV."""

from __future__ import annotations

import csv
import functools
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helder.errors import BadQuestion, UnknownName
from helder.metrics import Measure, Metric
from helder.web import serving
from helder.web.accounts.access import person
from helder.web.accounts.models import Right
from helder.web.boards.board_page import Choice
from helder.web.boards.metric_views import known
from helder.web.boards.opening import first_board, questions_of, view_of_metric
from helder.web.boards.record import PERSONAL, columns, neutral, texts
from helder.web.boards.tile import title_of
from helder.web.boards.view import View

if TYPE_CHECKING:
    import pyarrow as pa

PAGE = 50
_CHUNK = 10_000


@require_safe
@never_cache
def rows(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the rows counted in a number."""
    metric = known(name)
    questions = questions_of(person(request))
    view = _narrowable(metric, view_of_metric(person(request), name, request.GET))
    part = _number(request.GET.get("part", "0"), "part", last=0 if isinstance(metric.measured({}), Measure) else 1)
    page = _number(request.GET.get("page", "1"), "page", first=1)
    apart = request.GET.get("apart")
    found = questions.rows(name, view, apart, limit=PAGE + 1, offset=(page - 1) * PAGE, part=part)
    beyond = page > 1 and not found.num_rows
    pages = -(-questions.explain(name, view, apart).parts[part].counted // PAGE) if beyond else None
    shown, personal = found.slice(0, PAGE), person(request).may(Right.PERSONAL)
    names = [name for name in columns(shown) if shown[name].null_count < shown.num_rows]
    about = "?" + view.query + (f"&{urlencode({'apart': apart})}" if apart else "")
    here = f"{about}&part={part}&page="
    context = {
        "metric": metric,
        "board": first_board(person(request)),
        "title": title_of(metric),
        "view": view,
        "part": part,
        "about": about,
        "parts": _parts(metric, view, part),
        "columns": names,
        "empty_columns": len(columns(shown)) - len(names),
        "rows": list(texts(shown.select(names), personal=personal)),
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + shown.num_rows,
        "zone": serving.zone().key,
        "masked": not personal and bool(PERSONAL & set(names)),
        "before": f"{here}{page - 1}" if page > 1 else None,
        "beyond": page if pages else None,
        "last_page": pages,
        "end": f"{here}{pages}",
        "after": f"{here}{page + 1}" if found.num_rows > PAGE else None,
    }
    return render(request, "boards/rows.html", context, status=404 if pages else 200)


@require_safe
@never_cache
def download(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """Every row counted in a number, as CSV in UTF-8; cells that a spreadsheet would run as formulas are made text."""
    metric = known(name)
    questions = questions_of(person(request))
    view = _narrowable(metric, view_of_metric(person(request), name, request.GET))
    part = _number(request.GET.get("part", "0"), "part", last=0 if isinstance(metric.measured({}), Measure) else 1)
    fetch = functools.partial(questions.rows, metric.name, view, request.GET.get("apart"), limit=_CHUNK, part=part)
    # The first rows are asked before anything is answered: what cannot be asked is told as on any page.
    lines = _lines(fetch, fetch(), personal=person(request).may(Right.PERSONAL))
    file = f"{metric.name}-{view.since}-{view.last}.csv"
    # Not compressed: Django packs each piece of a stream by itself, and browsers read the first only.
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Content-Encoding": "identity"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


class _Line:
    """A file for csv.writer that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


async def _lines(fetch: Callable[..., pa.Table], found: pa.Table, *, personal: bool) -> AsyncIterator[str]:
    """The lines of a file. fetch: gives rows from an offset; found: the first of them."""
    writer, offset = csv.writer(_Line()), 0
    yield writer.writerow(columns(found))
    while True:
        yield "".join(writer.writerow([neutral(cell) for cell in cells]) for cells in texts(found, personal=personal))
        if found.num_rows < _CHUNK:
            return
        offset += _CHUNK
        found = await sync_to_async(fetch, thread_sensitive=False)(offset=offset)


def _parts(metric: Metric, view: View, chosen: int) -> list[Choice]:
    """The facts a metric's rows come from, where they are two: the numerator's and the denominator's."""
    how = metric.measured({})
    if isinstance(how, Measure):
        return []
    facts = (how.numerator.fact, how.denominator.fact)
    return [Choice(fact.grain, f"?{view.query}&part={part}", part == chosen) for part, fact in enumerate(facts)]


def _narrowable(metric: Metric, view: View) -> View:
    """The view; by a column that is no dimension nobody narrows rows: it may be masked to them."""
    unknown = view.unknown_to(metric)
    if unknown is not None:
        raise UnknownName(_("segment"), unknown, metric.dimensions, where="segment")
    return view


def _number(text: str, where: str, *, first: int = 0, last: int = 1_000_000) -> int:
    if not (text.isascii() and text.isdigit()) or not first <= int(text) <= last:
        what = _("There is no page %(text)r.") if where == "page" else _("There is no part %(text)r.")
        raise BadQuestion(what % {"text": text}, where=where, fix=_("Begin at the first."))
    return int(text)
