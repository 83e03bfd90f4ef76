"""The page about oneself, and where one is signed in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.web import serving
from helder.web.accounts import actions, audit, second_factor, sittings
from helder.web.accounts.access import person
from helder.web.accounts.you_form import You


@never_cache
def you(request: HttpRequest) -> HttpResponse:
    """One's name and language, how one signs in, and in which browsers one is."""
    whom = person(request)
    form = You(request.POST or None, initial={"name": whom.first_name, "language": whom.language})
    if request.method == "POST" and form.is_valid():
        actions.change_yourself(whom, **form.cleaned_data)
        messages.success(request, _("It is kept."))
        return redirect("you")
    here = request.session.get(sittings.KEY)
    found = [(one, sittings.device(one.agent), str(one.key) == here) for one in whom.sittings.all()]
    about = {
        "form": form,
        "sittings": sorted(found, key=lambda one: not one[2]),
        "second": second_factor.has(whom),
        "demanded": second_factor.is_demanded(whom),
        "passwords": serving.now().settings["passwords"] and whom.has_usable_password(),
    }
    return render(request, "accounts/you.html", about, status=400 if form.errors else 200)


@require_POST
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sign oneself out in one browser."""
    if sittings.end(person(request), key=key):
        audit.note(person(request), "ended_sessions", person(request).username, sessions=1)
        messages.success(request, _("That browser is signed out."))
    return redirect("you")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign oneself out in every browser but this one."""
    ended = sittings.end(person(request), but=request.session)
    audit.note(person(request), "ended_sessions", person(request).username, sessions=ended)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("you")
