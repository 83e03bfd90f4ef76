"""Pages of what alerts found: one firing and what people do about it, and the bell on every page."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Person, Right
from helder.web.alerts import actions
from helder.web.alerts.models import Firing
from helder.web.alerts.seeing import may_see
from helder.web.alerts.showing import bell_of, pictured, spoken, view_of
from helder.web.alerts.words import particulars

_LONGEST_NOTE = 4000
#: Tells htmx to ask no more.
_NO_MORE = 286


@never_cache
@require_safe
@needs(Right.BOARD)
def firing(request: HttpRequest, pk: int) -> HttpResponse:
    """One firing: figure, what was expected, its picture, who saw and took it."""
    found = _known(person(request), pk)
    seen = list(found.seen.select_related("person"))
    about = {
        "one": spoken(found),
        "particulars": particulars(found),
        "picture": pictured(found),
        "view": f"/metrics/{quote(found.alert.metric)}?{view_of(found)}",
        "seen": seen,
        "saw": any(one.person_id == person(request).pk for one in seen),
        "mails": found.mails.order_by("made_at"),
    }
    return render(request, "alerts/firing.html", about)


@require_POST
@needs(Right.BOARD)
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Saw it, take it, let it go, close it, or write a note about it."""
    found, who = _known(person(request), pk), person(request)
    if verb == "see":
        actions.see(found, who)
    elif verb == "take":
        if not actions.take(found, who):
            messages.warning(request, _("%(person)s has taken it already.") % {"person": found.taken_by})
    elif verb == "let-go":
        actions.let_go(found, who)
    elif verb == "close":
        actions.close(found, who)
    elif verb == "note":
        actions.write(found, request.POST.get("note", "")[:_LONGEST_NOTE])
    else:
        raise Http404
    return redirect("firing", pk)


@never_cache
@require_safe
@login_not_required
def bell(request: HttpRequest) -> HttpResponse:
    """The bell, and what is new since a firing; for nobody signed in, nothing more."""
    if not request.user.is_authenticated:
        return HttpResponse(status=_NO_MORE)
    after = request.GET.get("after", "")
    about = bell_of(person(request))
    since = int(after[:18]) if after.isdecimal() and after.isascii() else about["newest"]
    new = [one for one in about["firings"] if one.firing.pk > since]
    return render(request, "alerts/_bell.html", {**about, "newest": max(since, about["newest"]), "new": new[:3]})


def _known(who: Person, pk: int) -> Firing:
    found = Firing.objects.select_related("alert__owner", "taken_by", "closed_by").filter(pk=pk).first()
    if found is None or not may_see(who, found.alert):
        raise Http404(_("There is no such firing."))
    return found
