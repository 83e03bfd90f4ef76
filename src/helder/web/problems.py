"""What a page says when it cannot do what was asked: what was wrong, where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from helder.errors import HelderError, StoreError, UnknownName, listed
from helder.web import serving
from helder.web.writing import language

#: Where htmx puts a problem, whatever part of the page it asked for.
_WHOLE_PAGE = {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"}
#: What is named in addresses, where the library says what kind it is.
_KINDS = {
    "metric": gettext_lazy("metric"),
    "dimension": gettext_lazy("dimension"),
    "column": gettext_lazy("column"),
    "table": gettext_lazy("table"),
    "board": gettext_lazy("board"),
    "tile": gettext_lazy("tile"),
}
#: What parts of an address are called on the page, where errors name them; "" for those that what is wrong tells of already.
_PLACES = {
    "since": gettext_lazy("From"),
    "until": gettext_lazy("Up to and including"),
    "grain": gettext_lazy("Grain of the charts"),
    "days": gettext_lazy("Days"),
    "email": gettext_lazy("E-mail address"),
    "BOARD": gettext_lazy("Board"),
    "title": gettext_lazy("Title"),
    "survey": gettext_lazy("Survey"),
    **dict.fromkeys(("segment", "period", "page", "part", "act", "tile", "by", "where", "compare", "address", "metric"), ""),
}
#: Addresses that are given to people who have no account: whatever is wrong there, they are led to no other page.
_OUTSIDE = re.compile(r"/(shared|wall|s|o|r|reports/leave)/")
_WALL = re.compile(r"/wall/|/boards/[^/]+/wall(/|$)")


class tell:  # noqa: N801 - Django names middleware by its path; this one reads as a verb like the others
    """Middleware: an error of the user's becomes a page that says so, never a traceback."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "htmx", None) and response.status_code == 302:
            return HttpResponseClientRedirect(response.headers["Location"])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a HelderError; leave every other error to Django."""
        return told(request, error) if isinstance(error, HelderError) else None


def told(request: HttpRequest, error: HelderError) -> HttpResponse:
    """A page that tells of an error, in the language that is active."""
    if isinstance(error, StoreError):  # where the store is, is told to those who are signed in
        known = getattr(request, "user", None) is not None and request.user.is_authenticated
        return problem(request, 503, error.what, where=error.where if known else None, fix=error.fix if known else None)
    what, fix = _told(error)
    return problem(request, 400, what, where=_place(error.where), fix=fix)


def _told(error: HelderError) -> tuple[str, str | None]:
    """What was wrong and what to do, of names in the page's language."""
    if not isinstance(error, UnknownName):
        return error.what, error.fix
    kind = str(_KINDS.get(error.kind, error.kind))
    what = _("There is no %(kind)s %(name)r.") % {"kind": kind, "name": error.name}
    if error.near:
        return what, _("Did you mean %(names)s?") % {"names": ", ".join(error.near)}
    if not error.choices:
        return what, _("There is no %(kind)s to choose from.") % {"kind": kind}
    return what, _("Choose from: %(names)s") % {"names": listed(error.choices)}


def _place(where: str | None) -> str | None:
    """Where something was wrong, as the page calls it; what is written by people themselves stays as they wrote it."""
    if where in _PLACES:
        return str(_PLACES[where]) or None
    metric = serving.catalog().get(where or "")
    return metric.titles.get(language(), metric.title) if metric else where


def problem(request: HttpRequest, status: int, what: str, *, where: str | None = None, fix: str | None = None) -> HttpResponse:
    """A page that says what was wrong, where and what to do; on a wall it stays one, and outsiders are led nowhere else."""
    wall = _WALL.match(request.path) is not None
    template = "problem_bare.html" if wall or _outside(request) else "problem.html"
    back = request.path if request.GET and request.path.startswith("/shared/") else ""  # the board as its link opens it
    about = {"status": status, "what": what, "where": where, "fix": fix, "wall": wall, "back": back}
    response = render(request, template, about, status=status)
    for name, value in _WHOLE_PAGE.items():
        response.headers[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    fix = _("Go back and try again.") if _outside(request) else _("Go back to the board and try again.")
    return problem(request, 400, _("The request cannot be read."), fix=fix)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token: most often a page left open for too long."""
    return problem(request, 403, _("The form is out of date."), fix=_("Go back, reload the page and send it again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page the signed-in person's role does not open."""
    return problem(request, 403, str(exception) or _("Your role does not open this page."), fix=_("Ask an administrator."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that does not exist."""
    fix = (
        _("Check the address: nothing of it may be missing.")
        if _outside(request)
        else _("Check the address, or begin at the board.")
    )
    return problem(request, 404, _("There is no such page."), fix=fix)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of Helder's own."""
    what = _("Something went wrong in Helder itself.")
    return problem(request, 500, what, fix=_("Try again; the server's log tells more."))


def _outside(request: HttpRequest) -> bool:
    return _OUTSIDE.match(request.path) is not None
