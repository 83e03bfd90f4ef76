"""Signing in by the company's OpenID provider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from helder.web import serving
from helder.web.accounts import company
from helder.web.accounts.provider import Speaking


@login_not_required
@never_cache
@require_GET
def leave(request: HttpRequest) -> HttpResponseBase:
    """Send someone to the provider; only from a page of Helder, or an address they typed."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect("sign-in")
    return _by_provider(request, OAuth2LoginView.adapter_view)


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponseBase:
    """Take someone in who comes back from the provider."""
    return _by_provider(request, OAuth2CallbackView.adapter_view)


def _by_provider(request: HttpRequest, view: Callable[[Any], Callable[[HttpRequest], HttpResponseBase]]) -> HttpResponseBase:
    found = company.of_settings(serving.now().settings)
    if found is None:
        raise Http404
    try:
        return view(Speaking(request, found.key))(request)
    except (OAuth2Error, OSError, ValueError) as error:  # requests has a provider that cannot be reached as an OSError
        try:
            get_adapter().on_authentication_error(request, None, exception=error)
        except ImmediateHttpResponse as answer:
            response: HttpResponseBase = answer.response
            return response
        raise
