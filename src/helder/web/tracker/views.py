"""Pages about the sites that are tracked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helder.web import serving
from helder.web.accounts.access import needs
from helder.web.accounts.models import Right
from helder.web.tracker import actions
from helder.web.tracker.forms import ChangeSite, NewSite
from helder.web.tracker.models import Site
from helder.web.tracker.recent import RECENT
from helder.web.tracker.wording import INTENTS


@never_cache
@needs(Right.SOURCES)
def sites(request: HttpRequest) -> HttpResponse:
    """The sites there are; adds one when posted to."""
    form = NewSite(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site = form.save(commit=False)
        return _handed_over(request, site, actions.add_site(site))
    known = [(site, next((seen for seen in RECENT.of(site.key) if not seen.refused), None)) for site in Site.objects.all()]
    return render(request, "tracker/sites.html", {"sites": known, "form": form}, status=400 if form.errors else 200)


@needs(Right.SOURCES)
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """One site: the snippet, what came in last, and all that can be set."""
    found = get_object_or_404(Site, pk=pk)
    form = ChangeSite(request.POST or None, instance=found, initial={"intents": found.intents or INTENTS})
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("%(name)s is changed; pages follow within five minutes.") % {"name": found})
        return redirect("site", pk=pk)
    context = {"site": Site.objects.get(pk=pk), "form": form, "snippet": _snippet(request, found), "seen": RECENT.of(found.key)}
    return render(request, "tracker/site.html", context, status=400 if form.errors else 200)


@require_safe
@never_cache
@needs(Right.SOURCES)
def recent(request: HttpRequest, pk: int) -> HttpResponse:
    """What a site sent last, as a part of its page."""
    found = get_object_or_404(Site, pk=pk)
    return render(request, "tracker/_recent.html", {"site": found, "seen": RECENT.of(found.key)})


@never_cache
@require_POST
@needs(Right.SOURCES)
def new_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a site another secret, shown once."""
    found = get_object_or_404(Site, pk=pk)
    return _handed_over(request, found, actions.new_secret(found))


@require_POST
@needs(Right.SOURCES)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a site; what it sent stays."""
    found = get_object_or_404(Site, pk=pk)
    found.delete()
    messages.success(request, _("%(name)s is removed; what it sent is kept, and nothing more is taken.") % {"name": found})
    return redirect("sites")


def _snippet(request: HttpRequest, site: Site) -> str:
    base = (serving.now().settings["public_url"] or f"{request.scheme}://{request.get_host()}").rstrip("/")
    return f'<script defer src="{base}{reverse("tracker-script")}?site={site.key}"></script>'


def _handed_over(request: HttpRequest, site: Site, secret: str) -> HttpResponse:
    return render(request, "tracker/secret.html", {"site": site, "secret": secret, "snippet": _snippet(request, site)})
