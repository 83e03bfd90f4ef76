"""Seeing an invitation before anybody gets it: on a page, and sent to oneself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from helder.errors import BadQuestion
from helder.web.accounts.access import needs
from helder.web.accounts.models import Right
from helder.web.headers import POLICY
from helder.web.inviting import composing
from helder.web.inviting.addresses import address
from helder.web.inviting.couriers.outcome import Fate, NotReached
from helder.web.inviting.forms import TestMessage
from helder.web.inviting.models import Channel, Invitation, Sending
from helder.web.inviting.posting import courier_for
from helder.web.inviting.spacing import expiry
from helder.web.rates import Rate
from helder.web.serving import zone
from helder.web.surveys.definition import Definition

#: A mail, as it is: its own styles, no scripts, no links that are followed.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
_RATE = Rate(burst=10, per_second=0.1)


@require_safe
@needs(Right.SURVEYS)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation and its reminder, in each language of the survey."""
    one, definition = _sending(pk)
    shown = [(language, _texts(request, one, definition, language)) for language in definition.languages]
    response = render(request, "inviting/preview.html", {"sending": one, "shown": shown, "sms": one.channel == Channel.SMS})
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


@require_safe
@xframe_options_exempt
@needs(Right.SURVEYS)
def mail(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The mail in one language, as a page of its own."""
    one, definition = _sending(pk)
    if language not in definition.languages:
        raise Http404
    base = request.build_absolute_uri("/")
    trial, until = _trial(one, "", language, reminder="reminder" in request.GET), expiry(timezone.now(), one.expires_days, zone())
    said = composing.message(trial, definition, base=base, until=until)
    headers = {"Content-Security-Policy": _MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(composing.as_html(said), headers=headers)


@require_POST
@needs(Right.SURVEYS)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one to oneself. Its links lead nowhere, so that no answer of a test is counted."""
    one, definition = _sending(pk)
    form = TestMessage(request.POST, languages=definition.languages)
    if not form.is_valid():
        raise BadQuestion(_("A test needs an address and a language."), fix=_("Fill both in."))
    to = address(Channel.SMS if one.channel == Channel.SMS else Channel.EMAIL, form.cleaned_data["to"], form.cleaned_data["to"])
    if to is None:
        raise BadQuestion(_("This is no address."), where=form.cleaned_data["to"], fix=_("Write a number as +4512345678."))
    if _RATE.take(request.user.pk):
        raise BadQuestion(_("That is many tests at once."), fix=_("Wait a minute."))
    if (said := _sent(one, to, form.cleaned_data["language"])) is None:
        messages.success(request, _("A test is on its way to %(to)s.") % {"to": to})
    else:
        messages.error(request, _("The test was not sent: %(said)s") % {"said": said})
    return redirect("sending", pk)


def _sent(one: Sending, to: str, language: str) -> str | None:
    """Why a test was not sent; None where it was."""
    post = courier_for(Channel.SMS if one.channel == Channel.SMS else Channel.EMAIL)
    try:
        post.courier.open()
        outcome = post.courier.deliver(post.message(_trial(one, to, language)), lambda: None)
    except NotReached as error:
        return str(error)
    finally:
        post.courier.close()
    return None if outcome.fate is Fate.ACCEPTED else outcome.said


def _sending(pk: int) -> tuple[Sending, Definition]:
    one = get_object_or_404(Sending.objects.select_related("survey"), pk=pk)
    latest = one.survey.latest
    if latest is None:
        raise BadQuestion(_("The survey has no version yet."), where=one.survey.name, fix=_("Publish it first."))
    return one, latest.definition


def _trial(one: Sending, to: str, language: str, *, reminder: bool = False) -> Invitation:
    """An invitation that is kept nowhere, and whose link has expired."""
    now = timezone.now()
    number = 1 if reminder else 0
    return Invitation(
        invitation_id="test",
        sending=one,
        address=to,
        number=number,
        person={"language": language, "name": "Kim"},
        sent_at=now,
        claimed_at=now,
        expires_at=now,
    )


def _texts(request: HttpRequest, one: Sending, definition: Definition, language: str) -> tuple[str, str]:
    """Subject, or the SMS itself; and the subject of a reminder."""
    base = request.build_absolute_uri("/")
    first, again = _trial(one, "", language), _trial(one, "", language, reminder=True)
    if one.channel == Channel.SMS:
        return composing.text(first, definition, base=base).text, ""
    return composing.message(first, definition, base=base).subject, composing.message(again, definition, base=base).subject
