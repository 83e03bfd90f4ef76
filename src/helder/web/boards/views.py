"""Pages of boards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from helder.web.accounts.access import person
from helder.web.accounts.models import Right
from helder.web.boards import board_page
from helder.web.boards.feed import known
from helder.web.boards.opening import FIRST, Opened, boards_of, opened, questions_of
from helder.web.boards.pictures.board import look
from helder.web.boards.view import read
from helder.web.sharing.granted import first_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The board that somebody opens first; whoever nothing is shared with is told so."""
    found = {one.key: one for one in boards_of(person(request))}
    if not found:
        return render(request, "sharing/nothing.html", {"departments": person(request).departments.all()})
    wanted = (first_of(person(request)), FIRST, *found)
    return _shown(request, next(found[key] for key in wanted if key in found))


@require_safe
def board(request: HttpRequest, key: str) -> HttpResponse:
    """A board."""
    return _shown(request, opened(person(request), key))


def _shown(request: HttpRequest, found: Opened) -> HttpResponse:
    questions = questions_of(person(request))
    view = read(request.GET, questions.today(), found.board)
    if questions.batch() == 0:
        return render(request, "boards/empty.html", {"store": questions.workspace.engine.url})
    seen = look(personal=person(request).may(Right.PERSONAL))
    there = known(found.key, found.version, view, seen, questions.workspace.scope)
    context = {
        "opened": found,
        "live": f"{reverse('live')}?board={found.key}&{view.query}",
        "opens_first": found.key == (first_of(person(request)) or FIRST),
        **board_page.page(found.board, view, questions, seen, there),
    }
    return render(request, "boards/_board.html" if partial(request) else "boards/board.html", context)


def partial(request: HttpRequest) -> bool:
    """Whether htmx asks for the changing part of the page only."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request
