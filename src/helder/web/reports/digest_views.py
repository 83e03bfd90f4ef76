"""The page of digests, and the one on which a receiver ends one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from helder.errors import HelderError
from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Person, Right, Role
from helder.web.boards.opening import boards_of
from helder.web.boards.view import PERIODS
from helder.web.inviting.couriers.mail_server import mail_server
from helder.web.rates import Rate
from helder.web.reports import digest_actions as actions
from helder.web.reports import links
from helder.web.reports.digest_form import DigestForm
from helder.web.reports.models import Digest

_RATE = Rate(burst=30, per_second=0.5)
_ACTS = ("pause", "resume", "send", "delete")


@never_cache
@needs(Right.BOARD)
def digests(request: HttpRequest) -> HttpResponse:
    """The digests one may see; makes one when posted to."""
    who = person(request)
    given = request.POST if request.method == "POST" else None
    form = DigestForm(who, given, {"board": request.GET.get("board"), "language": get_language(), **_asked(request.GET)})
    if given is not None and form.is_valid():
        made = actions.make(form.cleaned_data, who, request.build_absolute_uri("/"))
        messages.success(request, _("The digest is made. It goes out first at %(when)s.") % {"when": _moment(made)})
        return redirect("reports")
    titles = {one.key: one.title for one in boards_of(who)}
    listed = [(one, titles.get(one.board, one.board), _view(one)) for one in _of(who).prefetch_related("people")]
    context = {"digests": listed, "form": form, "mail": _mail_problem(who), "boards": titles, "zone": serving.zone().key}
    return render(request, "reports/reports.html", context, status=400 if form.errors else 200)


@require_POST
@needs(Right.BOARD)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Do something with a digest: pause, resume, send it to oneself, delete."""
    who, digest = person(request), get_object_or_404(_of(person(request)), pk=pk)
    if what == "send":
        actions.send_to(digest, who)
        messages.success(request, _("It is on its way to %(email)s.") % {"email": who.email})
    elif what == "delete":
        actions.delete(digest, who)
        messages.success(request, _("The digest is deleted."))
    elif what in _ACTS:
        actions.turn(digest, who, on=what == "resume")
    return redirect("reports")


@csrf_exempt  # mail programs post to it on behalf of the receiver (RFC 8058); the link itself is signed
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, signed: str) -> HttpResponse:
    """The page on which a receiver ends a digest. Looking at it does nothing, as mail scanners open links."""
    found = links.left(signed)
    digest = Digest.objects.filter(pk=found[0]).first() if found else None
    if found is None or digest is None:
        return render(request, "reports/leave.html", {"state": "wrong"}, status=404)
    if wait := _RATE.take(signed):
        response = render(request, "reports/leave.html", {"state": "often"}, status=429)
        response.headers["Retry-After"] = str(round(wait) + 1)
        return response
    with override(digest.language):
        if request.method == "POST":
            actions.leave(digest, found[1])
        return render(request, "reports/leave.html", {"state": "done" if request.method == "POST" else "ask", "email": found[1]})


def _of(who: Person) -> QuerySet[Digest]:
    everything = Digest.objects.select_related("owner")
    return everything if who.role == Role.ADMINISTRATOR else everything.filter(owner=who)


def _asked(query: QueryDict) -> dict[str, Any]:
    """What the address of a board's view says for the form."""
    found: dict[str, Any] = {"segment": query.getlist("segment")}
    return {**found, "period": str(query["period"])} if query.get("period") in PERIODS else found


def _view(digest: Digest) -> str:
    """What a digest shows, in words."""
    query = QueryDict(digest.query)
    return " \N{MIDDLE DOT} ".join([str(PERIODS.get(query.get("period", ""), "")), *query.getlist("segment")])


def _moment(digest: Digest) -> str:
    return date_format(digest.next_at.astimezone(serving.zone()), "DATETIME_FORMAT")


def _mail_problem(who: Person) -> str:
    """Why no mail can be sent; how to mend it is told to those who can."""
    if not serving.now().settings["mail_url"] and who.may(Right.PEOPLE):
        return _("No mail server is set, so nothing is sent. Write it as the setting %(setting)s: %(form)s.") % {
            "setting": "mail_url",
            "form": "smtp://USER:PASSWORD@HOST:587?tls=starttls",
        }
    try:
        mail_server(serving.now().settings)
    except HelderError as error:
        told = str(error)
        return told if who.may(Right.PEOPLE) else _("Mail is not set up, so nothing is sent. An administrator can set it up.")
    return ""
