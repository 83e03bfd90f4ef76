"""The pages on which a survey is answered: by link, by anyone, in a frame of another site, at a kiosk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from helder.web.rates import Rate
from helder.web.surveys import answering
from helder.web.surveys.look import sheet as colours
from helder.web.surveys.models import Picture, Survey
from helder.web.surveys.pages import PAGE, Mode, rendered, shut, thanked
from helder.web.surveys.visit import Shut, begin, go_on

_MOST_BYTES = 64_000
_READS, _SENDS = Rate(300, 10), Rate(120, 2)
_YEAR = "public, max-age=31536000, immutable"
View = Callable[..., HttpResponse]


def _public(view: View) -> View:
    """For everyone, without cookies: the form is signed, which a request from another site cannot have."""

    @wraps(view)
    def guarded(request: HttpRequest, key: str, signed: str = "", **given: Mode) -> HttpResponse:
        mode = given.get("mode", PAGE)
        address = request.META.get("REMOTE_ADDR", "")
        if wait := (_SENDS if request.method == "POST" else _READS).take(address):
            response = shut(request, key, mode, Shut("too_fast", 429))
            response.headers["Retry-After"] = str(int(wait) + 1)
            return response
        try:
            return view(request, key, signed, mode)
        except Shut as reason:
            return shut(request, key, mode, reason)

    return login_not_required(csrf_exempt(never_cache(guarded)))


@_public
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str, signed: str, mode: Mode) -> HttpResponse:
    """A survey. What is fetched counts as nothing; what is sent is kept."""
    if request.method != "POST":
        visit = begin(key, signed, request, way=mode.way)
        page = answering.first(visit, request.GET.get("q", ""), request.GET.get("a", ""))
        return rendered(request, page, mode)
    size = request.META.get("CONTENT_LENGTH")  # a body that does not say its size is no form of a browser's
    if not size or int(size) > _MOST_BYTES:
        raise Shut("too_big", 413)
    visit = go_on(key, signed, request.POST.get("state", ""))
    form, shown, language = request.POST.dict(), set(request.POST.getlist("shown")), visit.language(request)
    if "lang" in form:
        return rendered(request, answering.again(visit, form, shown), mode)
    if "keep" in form:
        answering.save(visit, form, shown, language)
        return HttpResponse(status=204)
    page_after = answering.send(visit, form, shown, language)
    if page_after is not None:
        return rendered(request, page_after, mode, status=400 if page_after.faults or page_after.nothing else 200)
    said = urlencode({"lang": language, "v": visit.version.number, "as": mode.name})
    return HttpResponseRedirect(f"{reverse('answer-thanks', args=[key])}?{said}", status=303)


@_public
@require_safe
def thanks(request: HttpRequest, key: str, signed: str, mode: Mode) -> HttpResponse:
    """What one sees afterwards."""
    return thanked(request, get_object_or_404(Survey, key=key))


@login_not_required
@require_safe
def look(request: HttpRequest, colour: str) -> HttpResponse:
    """The style sheet of a colour."""
    return HttpResponse(colours(colour), content_type="text/css", headers={"Cache-Control": _YEAR})


@login_not_required
@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """A logo."""
    picture = get_object_or_404(Picture, digest=digest)
    sandboxed = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": _YEAR}
    return HttpResponse(bytes(picture.content), content_type=picture.kind, headers=sandboxed)
