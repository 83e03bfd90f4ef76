"""Adding a tile to a draft, and changing one: what it shows is seen while one chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helder.boards import editing
from helder.boards.board import Board, Tile
from helder.boards.pictures import PICTURES
from helder.boards.suggesting import fitting, shared
from helder.facts.titles import of_dimension
from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards.opening import questions_of
from helder.web.boards.pictures.board import called, look, worked_out
from helder.web.boards.tile import title_of
from helder.web.boards.views import partial
from helder.web.building import drafts
from helder.web.building.draft_page import view_of
from helder.web.building.models import Draft
from helder.web.building.narrowing import narrowings, sent
from helder.web.building.picking import families
from helder.web.building.tile_form import TITLES, TileForm, as_sent, given, initial, sized_as
from helder.web.writing import language

_BLANK = Tile("", "number")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.BOARDS)
def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """A new tile: first its metric, then the rest."""
    return _answered(request, drafts.draft_of(person(request), key), _BLANK)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.BOARDS)
def change(request: HttpRequest, key: str, tile: str) -> HttpResponseBase:
    """Another form of a tile that there is."""
    draft = drafts.draft_of(person(request), key)
    found = draft.board.tile(tile)
    if found is None:
        raise Http404(_("There is no such tile."))
    return _answered(request, draft, found)


def _answered(request: HttpRequest, draft: Draft, tile: Tile) -> HttpResponseBase:
    board, query = draft.board, request.GET
    if request.method == "POST":
        form = TileForm(request.POST, tile)
        if form.is_valid():
            return _kept(request, draft, tile, form.cleaned_data["tile"])
        return render(request, "building/tile.html", _context(request, board, tile, form, draft), status=422)
    asked = query if "metrics" in query or "picture" in query else initial(tile) if tile.key else None
    if "find" in query or asked is None:
        return _picking(request, draft, tile)
    data, drawn = given(asked, tile)
    context = _context(request, board, drawn, TileForm(data, drawn), draft)
    return render(request, "building/_choosing.html" if partial(request) else "building/tile.html", context)


def _kept(request: HttpRequest, draft: Draft, before: Tile, said: Tile) -> HttpResponseBase:
    name, key, section = {"tile": called(said, language())}, before.key, request.POST.get("section")

    def change(board: Board) -> tuple[Board, str]:
        return editing.with_changed(board, key, lambda one: sized_as(said, one)), _("Changed %(tile)s") % name

    def add(board: Board) -> tuple[Board, str]:
        nonlocal key
        stem = f"{said.metrics[0].replace('@', '-')}-{said.picture}" if said.metrics else said.picture
        key = editing.free(stem[:76], [one.key for one in board.tiles])
        into = section if section in [one.key for one in board.sections] else None
        return editing.with_tile(board, sized_as(replace(said, key=key), before), into), _("Added %(tile)s") % name

    drafts.changed(draft, change if key else add)
    return redirect(f"{reverse('edit-draft', args=[draft.key])}#tile-{key}")


def _picking(request: HttpRequest, draft: Draft, tile: Tile) -> HttpResponse:
    """The page on which a metric is found; it leads on to the rest."""
    query = request.GET.copy()
    words = query.pop("find", [""])[-1]
    query.pop("csrfmiddlewaretoken", None)
    here = request.path
    found = {name: [(one, f"{here}?{_with(query, one.name)}") for one in some] for name, some in families(words).items()}
    context = {
        "draft": draft, "tile": tile, "families": found, "count": sum(map(len, found.values())), "find": words, "here": here,
        "carried": [(name, value) for name, values in query.lists() for value in values],
        "several": query.getlist("metrics"), "section": query.get("section", ""),
        "note": f"{here}?picture=note&section={query.get('section', '')}",
    }  # fmt: skip
    return render(request, "building/_found.html" if partial(request) else "building/picking.html", context)


def _with(query: Any, name: str) -> str:
    found = query.copy()
    found.setlist("metrics", list(dict.fromkeys((*found.getlist("metrics"), name))))
    return str(found.urlencode())


def _context(request: HttpRequest, board: Board, tile: Tile, form: TileForm, draft: Draft) -> dict[str, Any]:
    """What the page of a tile shows: the form, what it offers, and the tile as it will be."""
    catalog, questions = serving.catalog(), questions_of(person(request))
    query = request.POST if request.method == "POST" else request.GET
    sound = form.is_valid()
    said = form.cleaned_data["tile"] if sound else as_sent(query, tile) if request.method == "POST" else tile
    metrics = [catalog[name] for name in said.metrics if name in catalog]
    view, dimensions = view_of(board, questions), shared(metrics)
    filters = said.filters if sound else sent(query.getlist("filter"))
    fits = fitting(said, catalog)
    seen = look(links=False, personal=person(request).may(Right.PERSONAL))
    preview = replace(said, key=said.key or "preview")
    return {
        "draft": draft,
        "form": form,
        "tile": tile,
        "note": said.picture == "note",
        "metrics": [(metric.name, title_of(metric)) for metric in metrics],
        "more_metrics": len(metrics) < max(PICTURES[name].metrics[1] for name in PICTURES),
        "pictures": [(name, str(TITLES[name]), name in fits, name == said.picture) for name in PICTURES if name != "note"],
        "dimensions": [(name, of_dimension(name, language()), name in said.by) for name in dimensions],
        "takes": PICTURES[said.picture],
        "needs_dimension": PICTURES[said.picture].by[0] > 0,
        "narrowings": narrowings(filters, query.get("narrow", ""), dimensions, questions, view, metrics[0] if metrics else None),
        "section": query.get("section", ""),
        "shown": worked_out([preview], view, questions, seen)[preview.key] if sound else None,
        "title_usual": called(replace(said, title=_BLANK.title), language()),
    }
