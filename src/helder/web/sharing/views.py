"""Pages of sharing a board with people and departments, and choosing the one that opens first."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards.opening import Opened, opened
from helder.web.boards.view import read
from helder.web.sharing import actions, links
from helder.web.sharing.forms import NewLink, Share
from helder.web.sharing.models import Grant, Link


@needs(Right.BOARDS)
def share(request: HttpRequest, key: str) -> HttpResponse:
    """With whom a board is shared; shares it when posted to."""
    board, by = shareable(request, key), person(request)
    form = Share(board, by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.share(board, form.chosen, may_change=form.cleaned_data.get("may_change", False), by=by)
        messages.success(request, _("It is shared with %(whom)s.") % {"whom": form.chosen})
        return redirect("share-board", key)
    return shown(request, board, form=form)


@require_POST
@needs(Right.BOARDS)
def withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take back a grant."""
    board = shareable(request, key)
    grant = get_object_or_404(Grant, pk=pk, board=key)
    actions.withdraw(board, grant, by=person(request))
    messages.success(request, _("It is shared with %(whom)s no more.") % {"whom": grant.person or grant.department})
    return redirect("share-board", key)


@require_POST
def first(request: HttpRequest, key: str) -> HttpResponse:
    """Open a board first from now on."""
    actions.open_first(opened(person(request), key), person(request))
    messages.success(request, _("This board opens first from now on."))
    return redirect("board")


def shareable(request: HttpRequest, key: str) -> Opened:
    """A board that one may share; 404 where one may not open it, 403 where one may not share it."""
    board = opened(person(request), key)
    if not board.may_share:
        raise PermissionDenied(_("This board is shared with you to look at: only those who may change it share it."))
    return board


def shown(
    request: HttpRequest, board: Opened, *, form: Share | None = None, link: NewLink | None = None, status: int = 200
) -> HttpResponse:
    """The page of sharing a board."""
    by = person(request)
    grants = Grant.objects.filter(board=board.key).select_related("person", "department", "by")
    made = Link.objects.filter(board=board.key).select_related("made_by", "department")
    view = read(request.GET, serving.now().questions.today(), board.board) if request.GET else None
    context = {
        "opened": board,
        "grants": [(one, actions.may_withdraw(board, one, by)) for one in grants],
        "links": [(one, links.holding(one), links.may_revoke(board, one, by)) for one in made],
        "form": form or Share(board, by),
        "new_link": link or NewLink(by),
        "view": view,
    }
    wrong = any(one is not None and one.errors for one in (form, link))
    return render(request, "sharing/share.html", context, status=400 if wrong else status)
