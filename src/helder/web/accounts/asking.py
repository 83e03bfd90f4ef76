"""Middleware about who asks: whether they still may, in whose language they are answered, and from where they came."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from helder.web.accounts import audit, second_factor, sittings, streams
from helder.web.accounts.models import Person


class Asking:
    """Answers people in the language they chose, as long as their session holds, and lets the audit log know their address.

    Whoever needs a second factor and has none is led to where it is set up.
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = audit.address.set(request.META.get("REMOTE_ADDR", ""))
        try:
            if settings.SESSION_COOKIE_NAME in request.COOKIES:  # who has none is nobody: their answers need not vary by it
                sittings.look(request)
                if isinstance(request.user, Person):
                    return self._answer(request, request.user)
            return self.get_response(request)
        finally:
            audit.address.reset(token)

    def _answer(self, request: HttpRequest, person: Person) -> HttpResponseBase:
        if person.language:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        if second_factor.is_missing(person) and request.path not in _open():
            return redirect("second-factor")
        return streams.bound(request, person, self.get_response(request))


def _open() -> tuple[str, ...]:
    """What opens before a second factor is set up."""
    return (reverse("second-factor"), reverse("sign-out"), reverse("password"), reverse("healthz"))
