"""The list of boards, and making one: from nothing, from another, from a text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helder.boards.board import Board
from helder.boards.editing import said_in
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Person, Right
from helder.web.boards.models import OwnBoard
from helder.web.boards.opening import Opened, boards_of, opened
from helder.web.building import drafts
from helder.web.building.making_form import NOTHING, MakeBoard
from helder.web.building.models import Draft
from helder.web.building.versions import owned, remove, removed_of, take_back
from helder.web.writing import language


@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """Every board one may open, the drafts one has of boards, and those one deleted."""
    who = person(request)
    found = boards_of(who)
    own = [one for one in found if one.own]
    begun = _drafts(who, own)
    context: dict[str, Any] = {
        "own": [(one, begun.get(one.key)) for one in own],
        "new": [(draft, draft.board.title.of(language())) for draft in begun.values() if draft.based_on == 0],
        "ready": [one for one in found if not one.own],
        "removed": removed_of(who) if who.may(Right.BOARDS) else [],
        "first": who.may(Right.BOARDS) and not own and not begun,
    }
    return render(request, "boards/boards.html", context)


def _drafts(who: Person, own: list[Opened]) -> dict[str, Draft]:
    """Somebody's drafts by the key of their board; not those of boards that are gone."""
    known = {one.key for one in own}
    every = Draft.objects.filter(person=who)
    gone = set(OwnBoard.objects.filter(key__in=[one.key for one in every]).values_list("key", flat=True)) - known
    return {one.key: one for one in every if one.key not in gone}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.BOARDS)
def new(request: HttpRequest) -> HttpResponseBase:
    """Make a board."""
    found = boards_of(person(request))
    form = MakeBoard(
        request.POST or None, request.FILES or None, boards=found, initial={"start": request.GET.get("from", NOTHING)}
    )
    if request.method == "POST" and form.is_valid():
        draft = drafts.begun(person(request), form.cleaned_data["board"])
        return redirect("edit-draft", key=draft.key)
    chosen = form["start"].value()
    return render(
        request, "building/new.html", {"form": form, "found": found, "chosen": chosen}, status=422 if form.is_bound else 200
    )


@require_POST
@needs(Right.BOARDS)
def copy(request: HttpRequest, key: str) -> HttpResponseBase:
    """Make a draft of a new board that is like another."""
    draft = drafts.begun(person(request), copy_of(opened(person(request), key).board))
    return redirect("edit-draft", key=draft.key)


def copy_of(board: Board) -> Board:
    """A board like another, named so that they can be told apart."""
    from dataclasses import replace

    title = _("%(board)s, copy") % {"board": board.title.of(language())}
    return replace(board, title=said_in(board.title, title, language()))


@require_POST
@needs(Right.BOARDS)
def delete(request: HttpRequest, key: str) -> HttpResponseBase:
    """Delete a board; it can be taken back from the list."""
    board = owned(person(request), key, removed=False)
    remove(board, person(request))
    messages.success(request, _("%(board)s is deleted. It can be taken back below.") % {"board": board})
    return redirect("boards")


@require_POST
@needs(Right.BOARDS)
def undelete(request: HttpRequest, key: str) -> HttpResponseBase:
    """Take back a deleted board."""
    board = owned(person(request), key, removed=True)
    take_back(board, person(request))
    messages.success(request, _("%(board)s is there again.") % {"board": board})
    return redirect("one-board", key=key)
