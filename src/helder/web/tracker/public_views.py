"""What sites load and send to; open to everyone, for exactly the origins an administrator allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from helder.errors import BadInput, StoreError
from helder.vault import Vault
from helder.web import serving
from helder.web.rates import Rate
from helder.web.tracker import posted, script
from helder.web.tracker.models import Site
from helder.web.tracker.recent import RECENT, Seen
from helder.web.tracker.rows import Arrival, device, is_machine, may_know
from helder.web.tracker.taking import take

#: Sends of one address to one site, and of all addresses together.
OF_ADDRESS = Rate(burst=120, per_second=4)
OF_SITE = Rate(burst=4000, per_second=1000)


@require_safe
@login_not_required
def tracker(request: HttpRequest) -> HttpResponse:
    """The script that follows visits to a site."""
    return _script(request, script.tracker)


@require_safe
@login_not_required
def prompts(request: HttpRequest) -> HttpResponse:
    """The script that asks visitors of a site."""
    return _script(request, script.prompts)


@csrf_exempt
@require_POST
@login_not_required
def events(request: HttpRequest) -> HttpResponse:
    """Takes what a site's script sends: 204 once it is kept durably.

    400 where it cannot be read, 403 from an origin that is not allowed or for a site that is unknown, 413 where it is too
    large, 415 where it is not text, 429 and 503 with the seconds to wait.
    """
    origin = request.headers.get("Origin", "")
    answer = _taken(request, origin)
    answer.headers["Vary"] = "Origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _taken(request: HttpRequest, origin: str) -> HttpResponse:
    if request.content_type != "text/plain":
        return _said(415, "Send text/plain.")
    body = _body(request)
    if body is None:
        return _said(413, f"A send has at most {posted.MOST_BYTES} bytes.")
    try:
        found = posted.read(body)
    except BadInput as error:
        return _said(400, error.what)
    site = Site.objects.filter(key=found.site).first()
    if site is None:
        return _said(403, "There is no such site.")
    received = datetime.now(UTC)
    if origin not in site.allowed:
        RECENT.note(site.key, Seen(received, refused=f"a send from {origin[:100] or 'nowhere'}, which is not among the origins"))
        return _said(403, "This origin may not send.")
    answer = _kept(request, site, found, received)
    answer.headers["Access-Control-Allow-Origin"] = origin
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _kept(request: HttpRequest, site: Site, found: posted.Posted, received: datetime) -> HttpResponse:
    # The address is not kept: this number of it is another one after every start.
    wait = OF_ADDRESS.take((site.key, hash(request.META.get("REMOTE_ADDR")))) or OF_SITE.take(site.key)
    if wait:
        return _said(429, "Too many sends; try again later.", wait)
    agent = request.headers.get("User-Agent", "")
    if is_machine(agent):
        RECENT.note(site.key, Seen(received, refused="a send of a machine, which is no visitor"))
        return HttpResponse(status=204)
    how = Arrival(
        site=site,
        secret=Vault(serving.now().home).open(site.secret),
        sent=found.sent,
        received=received,
        device=device(agent),
        may_know=may_know(site, request.headers),
    )
    try:
        kept = take(found, how)
    except StoreError:
        return _said(503, "Nothing can be kept just now; try again later.", 30)
    return HttpResponse(status=204) if kept else _said(400, "None of these events can be kept.")


def _body(request: HttpRequest) -> bytes | None:
    """The body; None where it is too large, of which no more is read."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    if not told.isdigit() or int(told) > posted.MOST_BYTES:
        return None
    body = request.read(posted.MOST_BYTES + 1)
    return body if len(body) <= posted.MOST_BYTES else None


def _said(status: int, text: str, wait: float = 0) -> HttpResponse:
    headers = {"Retry-After": str(int(wait) + 1)} if wait else {}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _script(request: HttpRequest, write: Callable[[Site], str]) -> HttpResponse:
    site = Site.objects.filter(key=request.GET.get("site", "")).first()
    if site is None:
        return HttpResponse("// There is no such site.\n", status=404, content_type="text/javascript; charset=utf-8")
    text = write(site)
    tag = script.tag(text)
    same = tag in parse_etags(request.headers.get("If-None-Match", "").replace("W/", ""))
    answer = HttpResponse(status=304) if same else HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
