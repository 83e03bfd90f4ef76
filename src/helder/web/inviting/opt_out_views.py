"""Opting out: the page of customers, and the list of those who did."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.inviting import opt_out_links
from helder.web.inviting.composing import language_of
from helder.web.inviting.forms import NewOptOut
from helder.web.inviting.models import Invitation, OptOut
from helder.web.inviting.opting_out import keep
from helder.web.inviting.opting_out import opt_out as keep_opt_out
from helder.web.inviting.seeing import sees_customers, why_not
from helder.web.inviting.telling import tell
from helder.web.inviting.words import WORDS, words
from helder.web.rates import Rate

_RATE = Rate(burst=30, per_second=0.5)
_PAGE = 100


@csrf_exempt  # mail programs post to it on behalf of the recipient (RFC 8058); the link itself is signed
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, signed: str) -> HttpResponse:
    """The page on which the recipient of an invitation opts out. Looking at it does nothing, as mail scanners open links."""
    invitation_id = opt_out_links.read(signed)
    if invitation_id is None:
        return _page(request, _own_language(request), "wrong", 404)
    if wait := _RATE.take(invitation_id):  # of one link, as mail programs of many people come from few addresses
        response = _page(request, _own_language(request), "too_often", 429)
        response.headers["Retry-After"] = str(round(wait) + 1)
        return response
    found = Invitation.objects.filter(invitation_id=invitation_id).select_related("sending__survey").first()
    if found is None:
        return _page(request, _own_language(request), "wrong", 404)
    if request.method != "POST":
        return _page(request, _language(found), "done" if found.opted_out_at else "ask")
    keep_opt_out(found, timezone.now(), source="the link in an invitation")
    tell(found.pk)
    return _page(request, _language(found), "done")


@needs(Right.SURVEYS)
def opt_outs(request: HttpRequest) -> HttpResponse:
    """Who opted out, for those who see the whole company; keeps one that somebody told of otherwise when posted to."""
    form = NewOptOut(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep(**form.cleaned_data["who"], now=timezone.now(), source=f"noted by {person(request).username}"[:120])
        messages.success(request, _("It is noted: they get no more invitations."))
        return redirect("opt-outs")
    whole = sees_customers(person(request))
    page = Paginator(OptOut.objects.all() if whole else OptOut.objects.none(), _PAGE).get_page(request.GET.get("page"))
    told = person(request).may(Right.PERSONAL)
    about = {"form": form, "page": page, "personal": told, "why_not": "" if whole else why_not()}
    return render(request, "inviting/opt_outs.html", about, status=400 if form.errors else 200)


def _page(request: HttpRequest, language: str, what: str, status: int = 200) -> HttpResponse:
    with override(language):
        about = {"what": what, "words": words(language), "language": language if language in WORDS else "en"}
        return render(request, "inviting/opt_out.html", about, status=status)


def _language(found: Invitation) -> str:
    """The language of the invitation, as far as there are words in it."""
    latest = found.sending.survey.latest
    wanted = found.person.get("language", "")
    return language_of(wanted, latest.definition) if latest else wanted


def _own_language(request: HttpRequest) -> str:
    wanted = request.headers.get("Accept-Language", "")[:2].lower()
    return wanted if wanted in WORDS else str(serving.now().settings["language"])
