"""Middleware about who asks: in whose language they are answered, and from where they came."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from helder.web.accounts import audit
from helder.web.accounts.models import Person


class Asking:
    """Answers people in the language they chose, and lets the audit log know their address."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = audit.address.set(request.META.get("REMOTE_ADDR", ""))
        try:
            if isinstance(request.user, Person) and request.user.language:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)
        finally:
            audit.address.reset(token)
