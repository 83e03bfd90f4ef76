"""Pages about the referral programme."""

from __future__ import annotations

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helder.model import TABLES
from helder.web import serving
from helder.web.accounts.access import needs
from helder.web.accounts.models import Right
from helder.web.referrals import links, rewards
from helder.web.referrals.forms import OfCustomer, SetProgramme
from helder.web.referrals.jobs import judge_everyone
from helder.web.referrals.models import Link, Referral, Reward
from helder.web.referrals.public_views import base, told
from helder.web.referrals.rewards import written

_COLUMNS = ("customer_id", "code", "link", "page")
_SHOWN = 100
_PIECE = 5000


@never_cache
@needs(Right.SOURCES)
def programme(request: HttpRequest) -> HttpResponse:
    """The programme: how it goes, what was earned, and how it is set."""
    found = links.programme()
    form = SetProgramme(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        judge_everyone.soon()
        messages.success(request, _("The programme is set."))
        return redirect("referrals")
    context = {
        "form": form,
        "of_customer": OfCustomer(),
        "counts": _counts(),
        "rewards": Reward.objects.select_related("referral__link")[:_SHOWN],
        "due": Reward.objects.filter(status=Reward.Status.EARNED).count(),
        "ready": bool(links.programme().landing),
        "base": base(request),
    }
    return render(request, "referrals/programme.html", context, status=400 if form.errors else 200)


@never_cache
@require_POST
@needs(Right.SOURCES)
def make(request: HttpRequest) -> HttpResponse:
    """A customer's link, made where there is none yet."""
    form = OfCustomer(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name the customer whose link is wanted."))
        return redirect("referrals")
    link = links.link_for(form.cleaned_data["customer_id"])
    return render(request, "referrals/link.html", {"link": link, "told": told(request, link)})


@never_cache
@require_POST
@needs(Right.SOURCES)
def make_all(request: HttpRequest) -> StreamingHttpResponse:
    """The links of all customers in the store, as CSV; made where there are none yet."""
    headers = {"Content-Disposition": 'attachment; filename="referral-links.csv"', "Content-Encoding": "identity"}
    return StreamingHttpResponse(_lines(request), content_type="text/csv; charset=utf-8", headers=headers)


@never_cache
@require_safe
@needs(Right.SOURCES)
def rewards_csv(request: HttpRequest) -> HttpResponse:
    """What has been earned, as CSV."""
    text = rewards.listed(Reward.objects.select_related("referral__link"))
    headers = {"Content-Disposition": 'attachment; filename="rewards.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@needs(Right.SOURCES)
def pay(request: HttpRequest) -> HttpResponse:
    """Note that some rewards have been paid out."""
    numbers = [int(text) for text in request.POST.getlist("reward") if text.isdigit()]
    many = rewards.paid(numbers)
    messages.success(request, ngettext("%(many)s reward is paid.", "%(many)s rewards are paid.", many) % {"many": many})
    return redirect("referrals")


@never_cache
@require_POST
@needs(Right.SOURCES)
def secret(request: HttpRequest) -> HttpResponse:
    """Give the programme another secret, shown once."""
    new = links.new_secret()
    return render(request, "referrals/secret.html", {"secret": new, "base": base(request)})


def _counts() -> list[tuple[str, int]]:
    return [
        (_("customers with a link"), Link.objects.count()),
        (_("links passed on"), Referral.objects.exclude(shared_at=None).count()),
        (_("people who followed one"), Referral.objects.exclude(clicked_at=None).count()),
        (_("new customers who signed up"), Referral.objects.exclude(signed_up_at=None).count()),
        (_("new customers who bought"), Referral.objects.exclude(converted_at=None).count()),
    ]


async def _lines(request: HttpRequest) -> AsyncIterator[str]:
    """The file of all links, some thousands of customers at a time."""
    yield written([_COLUMNS])
    last: str | None = ""
    while last is not None:
        lines, last = await sync_to_async(_piece)(request, last)
        yield lines


def _piece(request: HttpRequest, after: str) -> tuple[str, str | None]:
    """Lines of the customers after one, and the last of them; None where there are no more."""
    t = TABLES["customers"].expression
    wanted = t.filter(t.customer_id > after).select("customer_id").order_by("customer_id").limit(_PIECE)
    names = [str(name) for name in serving.now().questions.workspace.engine.run(wanted)["customer_id"].to_pylist()]
    made = (told(request, link) for link in links.links_for(names))
    return written([row[name] for name in _COLUMNS] for row in made), names[-1] if names else None
