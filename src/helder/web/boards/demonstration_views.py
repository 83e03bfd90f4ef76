"""Having the demonstration company put into an empty store, and seeing how far that is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from helder.errors import BadQuestion
from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.access import person
from helder.web.accounts.models import Role
from helder.web.boards import demonstration, jobs


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponseBase:
    """How far it is; has it loaded when posted to by an administrator, as long as the store holds no rows."""
    if request.method == "POST":
        return _ordered(request)
    loading = demonstration.state()
    if not request.headers.get("HX-Request"):
        return redirect("board")
    if loading is None or not loading.under_way:
        return HttpResponseClientRedirect("/")
    return render(request, "boards/_demonstration.html", {"loading": loading})


def _ordered(request: HttpRequest) -> HttpResponse:
    who = person(request)
    if who.role != Role.ADMINISTRATOR:
        raise PermissionDenied(_("Only administrators load the demonstration company."))
    if serving.now().questions.batch():
        raise BadQuestion(
            _("The store holds rows already, which the demonstration company would be mixed with."),
            fix=_("Put it into a home folder of its own: helder --home DIR demo"),
        )
    if demonstration.ordered():
        audit.note(who, "loaded_demonstration")
        jobs.load_demonstration.soon()
    return redirect("board")
