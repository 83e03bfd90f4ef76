"""What customers and those they bring open: a link, a customer's own page, and a link made for a shop's server."""

from __future__ import annotations

import hashlib
import hmac

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helder.vault import Vault
from helder.web import serving
from helder.web.rates import Rate
from helder.web.referrals import links
from helder.web.referrals.models import Link, Programme
from helder.web.referrals.visitor import Lately, is_person
from helder.web.referrals.wording import words

OF_ADDRESS = Rate(burst=60, per_second=1)
LATELY = Lately()


@require_safe
@never_cache
@login_not_required
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Lead who follows a link to the shop, with the code; somebody who does so is counted once, a machine never."""
    if wait := OF_ADDRESS.take(hash(request.META.get("REMOTE_ADDR"))):
        return _wait(wait)
    link = Link.objects.filter(code=code.lower()).first()
    name = "" if link is None else _counted(request, link) or link.code
    place = links.landing(request.GET.get("to", ""), name)
    if place is None:
        raise Http404
    answer = HttpResponseRedirect(place)
    answer.headers["X-Robots-Tag"] = "noindex"
    programme = links.programme()
    if name and programme.cookie_domain and not _declines(request):
        _set_cookie(answer, programme, name, secure=request.is_secure())
    return answer


def _counted(request: HttpRequest, link: Link) -> str:
    """The referral that somebody is; empty for a machine."""
    if not is_person(request):
        return ""
    name = LATELY.before(request, link)
    if name is None:
        name = links.followed(link).referral_id
        LATELY.note(request, link, name)
    return name


def _declines(request: HttpRequest) -> bool:
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"


def _set_cookie(answer: HttpResponse, programme: Programme, name: str, *, secure: bool) -> None:
    """For pages of the shop, which read it."""
    days = programme.days * 24 * 3600
    answer.set_cookie(programme.parameter, name, max_age=days, domain=programme.cookie_domain, secure=secure, samesite="Lax")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_not_required
def share(request: HttpRequest, token: str) -> HttpResponse:
    """A customer's own page: their link, to be passed on; notes that it was, when posted to.

    It sets no cookie: its address is signed, which a form of another site cannot know.
    """
    if wait := OF_ADDRESS.take(hash(request.META.get("REMOTE_ADDR"))):
        return _wait(wait)
    link = links.of_token(token)
    if link is None:
        raise Http404
    if request.method == "POST":
        links.shared(link, timezone.now())
        return redirect(f"{reverse('share-link', args=[token])}?shared=yes")
    address = base(request) + reverse("follow-link", args=[link.code])
    context = {"address": address, "words": words(request), "shared": "shared" in request.GET}
    return render(request, "referrals/share.html", context)


@csrf_exempt
@require_POST
@never_cache
@login_not_required
def link(request: HttpRequest) -> HttpResponse:
    """A customer's link, for the shop's own server, which signs the customer's id with the programme's secret."""
    if wait := OF_ADDRESS.take(hash(request.META.get("REMOTE_ADDR")), 0.1):
        return _wait(wait)
    customer_id, signed = request.POST.get("customer_id", ""), request.POST.get("signature", "")
    secret = Vault(serving.now().home).open(links.programme().secret)
    right = hmac.new(secret.encode(), customer_id.encode(), hashlib.sha256).hexdigest()
    if not 0 < len(customer_id) <= 200 or not hmac.compare_digest(right.encode(), signed.encode()):
        return JsonResponse({"error": "The signature is not that of this customer_id."}, status=403)
    return JsonResponse(told(request, links.link_for(customer_id)))


def told(request: HttpRequest, link: Link) -> dict[str, str]:
    """A link as it is handed over: whose it is, its code, its address, and the customer's own page."""
    here = base(request)
    return {
        "customer_id": link.customer_id,
        "code": link.code,
        "link": here + reverse("follow-link", args=[link.code]),
        "page": here + reverse("share-link", args=[links.page_token(link)]),
    }


def base(request: HttpRequest) -> str:
    """The server's address as others know it."""
    return str(serving.now().settings["public_url"] or f"{request.scheme}://{request.get_host()}").rstrip("/")


def _wait(seconds: float) -> HttpResponse:
    headers = {"Retry-After": str(int(seconds) + 1)}
    return HttpResponse("Too many requests; try again later.", status=429, content_type="text/plain", headers=headers)
