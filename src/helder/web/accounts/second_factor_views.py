"""Pages of the second factor: asked for when signing in, set up, taken away."""

from __future__ import annotations

from typing import Any

import segno
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal import auth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.web.accounts import second_factor
from helder.web.accounts.access import person
from helder.web.accounts.you_form import Password, SecondFactor, SetUp, TurnOff


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="sign-in")  # type: ignore[untyped-decorator]
def code(request: HttpRequest) -> HttpResponseBase:
    """Ask for the second factor of somebody whose password was right."""
    stage: Any = request._login_stage  # type: ignore[attr-defined]
    form = SecondFactor(request.POST or None, user=stage.login.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        answer: HttpResponseBase = stage.exit()
        return answer
    return render(request, "accounts/code.html", {"form": form})


@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Set the second factor up, or say that it is."""
    whom = person(request)
    if second_factor.has(whom):
        about = {"left": second_factor.codes_left(whom), "form": Password(whom), "off": TurnOff(user=whom)}
        return render(request, "accounts/second_factor.html", {**about, "demanded": second_factor.is_demanded(whom)})
    form = SetUp(whom, request.POST or None)
    form.secret = auth.get_totp_secret()
    if request.method == "POST" and form.is_valid():
        codes = second_factor.add(whom, form.secret, form.cleaned_data["code"])
        auth.clear_totp_secret(request)
        return render(request, "accounts/recovery_codes.html", {"codes": codes, "first": True})
    address = get_adapter().build_totp_url(whom, form.secret)
    picture = segno.make(address).svg_data_uri(scale=5, border=3, light="white")
    about = {"form": form, "picture": picture, "secret": form.secret, "address": address}
    demanded = second_factor.is_demanded(whom)
    return render(request, "accounts/set_up.html", {**about, "demanded": demanded}, status=400 if form.errors else 200)


@never_cache
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes in place of those there were."""
    whom = person(request)
    form = Password(whom, request.POST)
    if not second_factor.has(whom):
        return redirect("second-factor")
    if not form.is_valid():
        messages.error(request, _("That is not your password."))
        return redirect("second-factor")
    return render(request, "accounts/recovery_codes.html", {"codes": second_factor.new_codes(whom), "first": False})


@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """Take one's second factor away, for a code of it."""
    whom = person(request)
    form = TurnOff(request.POST, user=whom)
    if form.is_valid():
        second_factor.remove(whom, by=whom)
        messages.success(request, _("You sign in without a second factor now."))
        return redirect("you")
    messages.error(request, " ".join(form.errors.get("code", [_("That code is not right, or was used before.")])))
    return redirect("second-factor")
