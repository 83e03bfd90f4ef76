"""Pages of webhooks: the addresses, what each is told, and whether it came to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.errors import HelderError
from helder.web.accounts import audit
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.webhooks import actions
from helder.web.webhooks.forms import DrawLine, NewWebhook
from helder.web.webhooks.models import Endpoint, Line

_SHOWN = 50


@never_cache
@needs(Right.TOKENS)
def webhooks(request: HttpRequest) -> HttpResponse:
    """The addresses that are told of events; adds one when posted to, and shows its secret this once."""
    form = NewWebhook(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.subscribe(**form.given, by=person(request).username)
        except HelderError as error:
            form.add_error("address" if error.where == "address" else None, _in_words(error))
        else:
            audit.note(person(request), "added_webhook", made, address=made.address, events=made.events)
            return render(request, "webhooks/made.html", {"endpoint": made, "secret": secret})
    known = [(one, one.deliveries.first()) for one in Endpoint.objects.all()]
    return render(request, "webhooks/webhooks.html", {"known": known, "form": form}, status=400 if form.errors else 200)


@never_cache
@needs(Right.TOKENS)
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One address: its lines, and the last messages; draws a line when posted to."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    form = DrawLine(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.draw(endpoint, form.given)
        except HelderError as error:
            form.add_error(None, _in_words(error))
        else:
            messages.success(request, _("The line is drawn."))
            return redirect("webhook", pk)
    about = {"endpoint": endpoint, "lines": endpoint.lines.all(), "deliveries": endpoint.deliveries.all()[:_SHOWN], "form": form}
    return render(request, "webhooks/webhook.html", about, status=400 if form.errors else 200)


@require_POST
@needs(Right.TOKENS)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on telling an address that was paused."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    try:
        actions.resume(endpoint)
    except HelderError as error:
        messages.error(request, _in_words(error))
    else:
        messages.success(request, _("%(name)s is told again.") % {"name": endpoint})
    return redirect("webhook", pk)


@require_POST
@needs(Right.TOKENS)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell an address nothing any more, and forget it."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    endpoint.delete()
    audit.note(person(request), "removed_webhook", endpoint, address=endpoint.address)
    messages.success(request, _("%(name)s is removed.") % {"name": endpoint})
    return redirect("webhooks")


@require_POST
@needs(Right.TOKENS)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a line."""
    line = get_object_or_404(Line, pk=pk)
    line.delete()
    messages.success(request, _("The line is erased."))
    return redirect("webhook", line.endpoint_id)


def _in_words(error: HelderError) -> str:
    return f"{error.what} {error.fix or ''}".strip()
