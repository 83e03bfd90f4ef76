"""Making, changing, starting and pausing a sending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.errors import BadQuestion
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.boards.record import MASK
from helder.web.inviting import actions, list_files
from helder.web.inviting.counting import TRIED, foresee
from helder.web.inviting.forms import Begin, ListFile, SendingForm
from helder.web.inviting.models import Sending
from helder.web.inviting.seeing import check_sees_customers

#: Hours in which a new sending sends nothing, unless it is told otherwise.
_QUIET = (time(21), time(8))


@needs(Right.SURVEYS)
def new(request: HttpRequest) -> HttpResponse:
    """Make a sending: first of which survey and when, then the rest."""
    given = request.GET if "after" in request.GET else None
    begin = Begin(given, initial={"survey": request.GET.get("survey")})
    if given is None or not begin.is_valid():
        return render(request, "inviting/begin.html", {"form": begin}, status=400 if begin.errors else 200)
    one = Sending(
        survey=begin.cleaned_data["survey"],
        after=begin.cleaned_data["after"],
        created_by=person(request),
        quiet_from=_QUIET[0],
        quiet_until=_QUIET[1],
    )
    return _edited(request, one)


@needs(Right.SURVEYS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a sending that does not run."""
    one = get_object_or_404(Sending.objects.select_related("survey"), pk=pk)
    if not one.editable:
        raise BadQuestion(_("This sending cannot be changed now."), where=one.name, fix=_("Pause a rule before you change it."))
    return _edited(request, one)


def _edited(request: HttpRequest, one: Sending) -> HttpResponse:
    form = SendingForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        messages.success(request, _("It is kept. Nothing is sent before you start it."))
        return redirect("sending", kept.pk)
    status = 400 if form.errors else 200
    return render(request, "inviting/edit.html", {"form": form, "sending": one}, status=status)


@require_POST
@needs(Right.SURVEYS)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list of people, whom the sending asks instead of customers of the store."""
    one = get_object_or_404(Sending, pk=pk)
    form = ListFile(request.POST, request.FILES)
    if not form.is_valid():
        raise BadQuestion(_("No list was given."), fix=_("Choose a CSV file."))
    people, faults = list_files.read(form.cleaned_data["list"].read(list_files.LARGEST + 1))
    actions.listed(one, people)
    messages.success(request, _("The list has %(n)s people.") % {"n": len(people)})
    if faults:
        messages.warning(
            request, _("%(n)s lines were left out: %(faults)s") % {"n": len(faults), "faults": list_files.told(faults)}
        )
    return redirect("sending", pk)


@never_cache
@needs(Right.SURVEYS)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whom it would ask, and start it when posted to."""
    check_sees_customers(person(request))
    one = get_object_or_404(Sending.objects.select_related("survey"), pk=pk)
    if request.method == "POST":
        actions.start(one, timezone.now())
        messages.success(request, _("It runs."))
        return redirect("sending", pk)
    actions.may_start(one)
    foreseen, personal = foresee(one, timezone.now()), person(request).may(Right.PERSONAL)
    about = {
        "sending": one,
        "foreseen": foreseen,
        "some": [_named(some.person, personal=personal) for some in foreseen.some],
        "days": TRIED,
        "goes_on": one.gathered_at is not None,
    }
    return render(request, "inviting/start.html", about)


def _named(known: Mapping[str, str], *, personal: bool) -> str:
    """What a person is called to whom their role does, or does not, open personal data."""
    name = known.get("name") or known.get("email") or known.get("phone") or "" if personal else ""
    return " ".join(filter(None, (name, known.get("customer_id")))) or MASK


@require_POST
@needs(Right.SURVEYS)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Send nothing more until it is started again."""
    one = get_object_or_404(Sending, pk=pk)
    actions.pause(one)
    messages.success(request, _("It is paused."))
    return redirect("sending", pk)


@require_POST
@needs(Right.SURVEYS)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a sending that never asked anybody."""
    actions.drop(get_object_or_404(Sending, pk=pk))
    messages.success(request, _("It is gone."))
    return redirect("sendings")
