"""Pages of boards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from helder.web.accounts.access import person
from helder.web.boards import board_page, demonstration
from helder.web.boards.opening import Opened, first_board, opened, opens_first
from helder.web.boards.seen import seen_by


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The board that somebody opens first; whoever nothing is shared with is told so."""
    who = person(request)
    first = first_board(who)
    if first is None:
        return render(request, "sharing/nothing.html", {"departments": who.departments.all()})
    return _shown(request, first)


@require_safe
def board(request: HttpRequest, key: str) -> HttpResponse:
    """A board."""
    return _shown(request, opened(person(request), key))


def _shown(request: HttpRequest, found: Opened) -> HttpResponse:
    who = person(request)
    one = seen_by(who, found, request.GET)
    if one.questions.batch() == 0:
        about = {"store": one.questions.workspace.engine.url, "loading": demonstration.state()}
        return render(request, "boards/empty.html", about)
    context = {
        "opened": found,
        "live": f"{reverse('live')}?board={found.key}&{one.view.query}",
        "opens_first": found.key == opens_first(who),
        **board_page.page(found.board, one.view, one.questions, one.tiles()),
    }
    return render(request, "boards/_board.html" if partial(request) else "boards/board.html", context)


def partial(request: HttpRequest) -> bool:
    """Whether htmx asks for the changing part of the page only."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request
