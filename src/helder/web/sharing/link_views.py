"""Pages of links: made, shown once, listed, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards.view import read
from helder.web.sharing import links
from helder.web.sharing.forms import NewLink
from helder.web.sharing.models import Link
from helder.web.sharing.views import shareable, shown


@never_cache
@require_POST
@needs(Right.BOARDS)
def make(request: HttpRequest, key: str) -> HttpResponse:
    """Make a link to a board, and show it this once."""
    board, by = shareable(request, key), person(request)
    form = NewLink(by, request.POST)
    if not form.is_valid():
        return shown(request, board, link=form)
    view = read(request.GET, serving.now().questions.today(), board.board)
    query = view.query if request.GET else ""
    link, token = links.make(board, by=by, query=query, **form.given)
    address = serving.now().settings["public_url"] or request.build_absolute_uri("/")
    path = reverse("shared-wall" if link.wall else "shared", args=[token])
    return render(request, "sharing/made.html", {"link": link, "opened": board, "address": address.rstrip("/") + path})


@require_POST
@needs(Right.BOARDS)
def revoke(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let a link open nothing from now on."""
    board, by = shareable(request, key), person(request)
    link = get_object_or_404(Link, pk=pk, board=key)
    if not links.may_revoke(board, link, by):
        return shown(request, board, status=403)
    links.revoke(link, by=by)
    messages.success(request, _("%(name)s opens nothing any more.") % {"name": link})
    back = "links" if request.POST.get("back") == "links" and by.may(Right.PEOPLE) else None
    return redirect(back) if back else redirect("share-board", key)


@require_safe
@needs(Right.PEOPLE)
def every(request: HttpRequest) -> HttpResponse:
    """Every link there is, for those who look after rights."""
    found = Link.objects.select_related("made_by", "department")
    return render(request, "sharing/links.html", {"links": [(one, links.holding(one)) for one in found]})
