"""What a page says when it cannot do what was asked: what was wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from helder.errors import HelderError, StoreError, UnknownName, listed

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
        if not isinstance(error, HelderError):
            return None
        if isinstance(error, StoreError):  # where the store is, is told to those who are signed in
            known = getattr(request, "user", None) is not None and request.user.is_authenticated
            return problem(request, 503, error.what, where=error.where if known else None, fix=error.fix if known else None)
        what, fix = _told(error)
        return problem(request, 400, what, where=error.where, fix=fix)


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


def problem(request: HttpRequest, status: int, what: str, *, where: str | None = None, fix: str | None = None) -> HttpResponse:
    """A page that says what was wrong, where and what to do."""
    response = render(request, "problem.html", {"status": status, "what": what, "where": where, "fix": fix}, status=status)
    for name, value in _WHOLE_PAGE.items():
        response.headers[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    return problem(request, 400, _("The request cannot be read."), fix=_("Go back to the board and try again."))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token: most often a page left open for too long."""
    return problem(request, 403, _("The form is out of date."), fix=_("Go back, reload the page and send it again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page the signed-in person's role does not open."""
    return problem(request, 403, str(exception) or _("Your role does not open this page."), fix=_("Ask an administrator."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that does not exist."""
    return problem(request, 404, _("There is no such page."), fix=_("Check the address, or begin at the board."))


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of Helder's own."""
    what = _("Something went wrong in Helder itself.")
    return problem(request, 500, what, fix=_("Try again; the server's log tells more."))
