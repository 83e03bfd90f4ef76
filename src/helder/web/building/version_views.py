"""The versions of a board."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helder.boards.reading import kept
from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards import board_page
from helder.web.boards.opening import questions_of
from helder.web.boards.pictures.board import look, worked_out
from helder.web.boards.view import read
from helder.web.boards.views import partial
from helder.web.building.versions import editable, restored


@require_safe
@needs(Right.BOARDS)
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """Every version of a board that was published."""
    board = editable(person(request), key)
    return render(request, "building/versions.html", {"board": board, "versions": board.versions.select_related("by")})


@require_safe
@needs(Right.BOARDS)
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A board as it was published once, on the figures of today."""
    board = editable(person(request), key)
    found = board.versions.filter(number=number).select_related("by").first()
    if found is None:
        raise Http404(_("There is no such version."))
    was, questions = kept(found.definition, serving.catalog()), questions_of(person(request))
    view = read(request.GET, questions.today(), was)
    seen = look(links=False, personal=person(request).may(Right.PERSONAL))
    context = {
        "version": found,
        "own": board,
        **board_page.page(was, view, questions, worked_out(was.tiles, view, questions, seen)),
    }
    return render(request, "building/_seen.html" if partial(request) else "building/seen.html", context)


@require_POST
@needs(Right.BOARDS)
def restore(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Publish a version again."""
    board = restored(editable(person(request), key), number, person(request))
    said = _("Version %(number)s is published again, as version %(version)s.") % {"number": number, "version": board.version}
    messages.success(request, said)
    return redirect("one-board", key=key)
