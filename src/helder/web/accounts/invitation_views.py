"""Pages of invitations: made and listed by administrators, accepted by whoever has the link."""

from __future__ import annotations

from uuid import UUID

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.errors import BadSetting
from helder.web import problems, serving
from helder.web.accounts import admitting, company, invitations
from helder.web.accounts.access import needs, person
from helder.web.accounts.invitation_form import Acceptance, NewInvitation
from helder.web.accounts.models import Invitation, Right
from helder.web.inviting.couriers.mail_server import mail_server

#: Invitations shown, the latest first.
_SHOWN = 200


@never_cache
@needs(Right.PEOPLE)
def listed(request: HttpRequest) -> HttpResponse:
    """The invitations there are; makes one when posted to."""
    form = NewInvitation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, token = invitations.make(**form.cleaned_data, by=person(request))
        return _given_out(request, made, token)
    found = Invitation.objects.select_related("used_by").prefetch_related("departments")[:_SHOWN]
    about = {"invitations": found, "form": form, "mails": bool(serving.now().settings["mail_url"])}
    return render(request, "accounts/invitations.html", about, status=400 if form.errors else 200)


@require_POST
@needs(Right.PEOPLE)
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let an invitation open nothing from now on."""
    invitation = get_object_or_404(Invitation, pk=key)
    invitations.revoke(invitation, by=person(request))
    messages.success(request, _("The invitation of %(name)s is revoked.") % {"name": invitation})
    return redirect("invitations")


@never_cache
@login_not_required
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """Make the account that one is invited to, and sign in to it."""
    invitation = invitations.open_one(token)
    if invitation is None:
        what = _("This invitation does not hold any more, or was used.")
        return problems.problem(request, 410, what, fix=_("Ask whoever invited you for another."))
    settings = serving.now().settings
    provider = company.of_settings(settings)
    if request.method == "POST" and "company" in request.POST and provider is not None:
        request.session[admitting.INVITATION] = invitation.key.hex
        return redirect("company")
    form = Acceptance(invitation, request.POST or None)
    if request.method == "POST" and settings["passwords"] and form.is_valid():
        said = form.cleaned_data
        made = invitations.accept(invitation, username=said["username"], name=said["name"], password=said["password1"])
        answer: HttpResponseBase = perform_password_login(request, {"username": made.username}, Login(user=made))
        return answer
    about = {"invitation": invitation, "form": form, "provider": provider, "passwords": settings["passwords"]}
    return render(request, "accounts/accept.html", about, status=400 if form.errors else 200)


def _given_out(request: HttpRequest, made: Invitation, token: str) -> HttpResponse:
    """Mail an invitation where it has an address and mail is set up; else show its link, with the reason."""
    settings = serving.now().settings
    path = reverse("accept-invitation", args=[token])
    link = f"{settings['public_url'].rstrip('/')}{path}" if settings["public_url"] else request.build_absolute_uri(path)
    why = ""
    if made.email:
        try:
            why = invitations.mail(made, link, mail_server(settings), settings)
        except BadSetting as error:
            why = error.what
        if not why:
            messages.success(request, _("%(email)s is invited by mail.") % {"email": made.email})
            return redirect("invitations")
    return render(request, "accounts/invited.html", {"invitation": made, "link": link, "why": why})
