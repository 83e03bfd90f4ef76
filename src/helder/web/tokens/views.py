"""The page of tokens: made, shown once, listed, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.tokens import actions
from helder.web.tokens.forms import NewToken
from helder.web.tokens.models import Token


@never_cache
@needs(Right.TOKENS)
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens there are; makes one when posted to, and shows it this once."""
    form = NewToken(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, text = actions.create(**form.given, by=person(request))
        address = serving.now().settings["public_url"] or request.build_absolute_uri("/")
        return render(request, "tokens/made.html", {"token": token, "text": text, "address": address.rstrip("/")})
    known = Token.objects.select_related("made_by", "department").order_by("revoked_at", "name")
    return render(request, "tokens/tokens.html", {"tokens": known, "form": form}, status=400 if form.errors else 200)


@require_POST
@needs(Right.TOKENS)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a token open nothing from now on."""
    token = get_object_or_404(Token, pk=pk)
    actions.revoke(token, by=person(request))
    messages.success(request, _("%(name)s is revoked.") % {"name": token})
    return redirect("tokens")
