"""Changing a board: the page of a draft, and what is done on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards import board_page
from helder.web.boards.opening import questions_of
from helder.web.boards.pictures.board import Look, look, worked_out
from helder.web.boards.view import read
from helder.web.boards.views import partial
from helder.web.building import drafts
from helder.web.building.arranging import done, whereabouts
from helder.web.building.draft_page import page, unchanged
from helder.web.building.models import Draft


@require_safe
@needs(Right.BOARDS)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """A draft, with what can be done with it."""
    return _shown(request, drafts.draft_of(person(request), key))


@require_POST
@needs(Right.BOARDS)
def arrange(request: HttpRequest, key: str) -> HttpResponseBase:
    """Do one thing with the tiles and sections of a draft, or undo or redo the last."""
    draft = drafts.draft_of(person(request), key)
    before, seen = draft.board, request.POST.get("step") == str(draft.step.pk)
    act, tile = request.POST.get("act", ""), request.POST.get("tile", "")
    if act in ("undo", "redo"):
        step = drafts.undone(draft) if act == "undo" else drafts.redone(draft)
        what = (_("Undone: %(what)s") if act == "undo" else _("Done again: %(what)s")) % {"what": step.what} if step else ""
    else:
        given = {"tile": "", "section": "", **{name: str(value) for name, value in request.POST.items()}}
        draft, what = drafts.changed(draft, lambda board: done(act, board, given))
    after = draft.board
    if not partial(request):
        return redirect(reverse("edit-draft", args=[key]) + (f"#tile-{tile}" if after.tile(tile) else ""))
    said = ". ".join(text for text in (what, whereabouts(after, tile)) if text)
    return _shown(request, draft, unchanged(before, after) if seen else (), said)


@require_safe
@needs(Right.BOARDS)
def see(request: HttpRequest, key: str) -> HttpResponse:
    """A draft as it will be for those who open it."""
    draft, questions = drafts.draft_of(person(request), key), questions_of(person(request))
    board = draft.board
    view = read(request.GET, questions.today(), board)
    context = {
        "draft": draft,
        "no_rows": questions.batch() == 0,
        **board_page.page(board, view, questions, worked_out(board.tiles, view, questions, _look(request))),
    }
    return render(request, "building/_seen.html" if partial(request) else "building/seen.html", context)


@require_POST
@needs(Right.BOARDS)
def publish(request: HttpRequest, key: str) -> HttpResponseBase:
    """Make a draft the board that others see; where somebody published meanwhile, ask first."""
    draft = drafts.draft_of(person(request), key)
    over = request.POST.get("over", "")
    board = drafts.publish(draft, int(over) if over.isdecimal() else None)
    if board is None:
        newer = drafts.published_since(draft)
        context: dict[str, Any] = {"draft": draft, "title": str(newer), "newer": newer}
        context["last"] = newer.versions.select_related("by").first() if newer else None
        return render(request, "building/newer.html", context, status=409)
    messages.success(request, _("%(board)s is published, as version %(version)s.") % {"board": board, "version": board.version})
    return redirect("one-board", key=key)


@require_POST
@needs(Right.BOARDS)
def discard(request: HttpRequest, key: str) -> HttpResponseBase:
    """Let a draft go."""
    draft = drafts.draft_of(person(request), key)
    new = draft.based_on == 0
    drafts.discard(draft)
    messages.success(request, _("The draft is discarded."))
    return redirect("boards") if new else redirect("one-board", key=key)


def _shown(request: HttpRequest, draft: Draft, same: Collection[str] = (), said: str = "") -> HttpResponse:
    context = {"said": said, **page(draft, questions_of(person(request)), _look(request), same)}
    return render(request, "building/_draft.html" if partial(request) else "building/draft.html", context)


def _look(request: HttpRequest) -> Look:
    return look(links=False, personal=person(request).may(Right.PERSONAL))
