"""The pages on which a survey is answered."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def answer_open(request: HttpRequest, key: str) -> HttpResponse:
    """A survey that anyone may answer."""
    return HttpResponse(status=501)


@login_not_required
def answer_linked(request: HttpRequest, key: str, signed: str) -> HttpResponse:
    """A survey, from a link."""
    return HttpResponse(status=501)
