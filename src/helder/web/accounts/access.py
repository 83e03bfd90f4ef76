"""Guards on views: what a role must open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from helder.web.accounts.models import Person, Right

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def person(request: HttpRequest) -> Person:
    """Who is signed in; every page but sign-in and health requires it."""
    return cast(Person, request.user)


def needs(right: Right) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Only people whose role opens `right` get the view; the others are told so (403)."""

    def guard(view: Callable[Concatenate[HttpRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not person(request).may(right):
                raise PermissionDenied(
                    _("Your role, %(role)s, does not open this page.") % {"role": person(request).get_role_display()}
                )
            return view(request, *args, **kwargs)

        return guarded

    return guard
