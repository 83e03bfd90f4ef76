"""A draft as a whole: its settings, and its text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helder.boards.reading import parsed
from helder.boards.writing import toml
from helder.errors import HelderError
from helder.facts.titles import of_dimension
from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards.opening import opened, questions_of
from helder.web.boards.views import partial
from helder.web.building import drafts
from helder.web.building.board_form import BoardForm, offered
from helder.web.building.draft_page import view_of
from helder.web.building.narrowing import narrowings, sent
from helder.web.writing import language

#: Letters of a text at most.
LONGEST = 200_000


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.BOARDS)
def settings(request: HttpRequest, key: str) -> HttpResponseBase:
    """What a board is called, with what it opens, and by what it can be narrowed."""
    draft, questions = drafts.draft_of(person(request), key), questions_of(person(request))
    board = draft.board
    query = request.POST if request.method == "POST" else request.GET
    asked = "narrow" in query
    form = BoardForm(query if asked or request.method == "POST" else None, board)
    if request.method == "POST" and form.is_valid():
        narrowed, what = request.POST.getlist("filter"), _("Changed the settings of the board")
        drafts.changed(draft, lambda board: (form.made(board, narrowed), what))
        return redirect("edit-draft", key=key)
    dimensions = offered(board)
    filters = sent(query.getlist("filter")) if asked or request.method == "POST" else board.filters
    context = {
        "draft": draft,
        "form": form,
        "title": board.title.of(language()),
        "dimensions": [(name, of_dimension(name, language()), False) for name in dimensions],
        "narrowings": narrowings(filters, query.get("narrow", ""), dimensions, questions, view_of(board, questions)),
        "here": request.path,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "building/_narrowing.html" if partial(request) else "building/settings.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.BOARDS)
def text(request: HttpRequest, key: str) -> HttpResponseBase:
    """A draft as a TOML text that can be changed."""
    draft = drafts.draft_of(person(request), key)
    given = request.POST.get("text", "")[: LONGEST + 1] if request.method == "POST" else toml(draft.board)
    context = {"draft": draft, "title": draft.board.title.of(language()), "text": given, "rows": min(given.count("\n") + 3, 40)}
    if request.method != "POST":
        return render(request, "building/text.html", context)
    try:
        board = parsed(given, serving.catalog(), _("the text"))
    except HelderError as error:
        return render(request, "building/text.html", {**context, "fault": error}, status=422)
    drafts.changed(draft, lambda _before: (board, _("Changed the text of the board")))
    return redirect("edit-draft", key=key)


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """A board as a TOML file."""
    found = opened(person(request), key)
    response = HttpResponse(toml(found.board), content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.filename}.toml"'
    return response
