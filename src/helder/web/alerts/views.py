"""Pages of alerts: the list, making and changing one with how it would have done, pausing and deleting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.errors import HelderError
from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Person, Right
from helder.web.alerts import actions, jobs
from helder.web.alerts.forms import AlertForm, as_given
from helder.web.alerts.models import Alert, Firing
from helder.web.alerts.rehearsal import rehearse
from helder.web.alerts.seeing import listed_alerts, may_change, open_firings, seen_alerts
from helder.web.alerts.showing import lately, listed, spoken
from helder.web.boards.opening import metrics_of
from helder.web.boards.tile import title_of
from helder.web.inviting.couriers.handed import State

_RECENT = 30


@never_cache
@needs(Right.BOARD)
def alerts(request: HttpRequest) -> HttpResponse:
    """What is so now, the alerts there are with how they stand, and what was so lately."""
    who = person(request)
    seen = seen_alerts(who)
    over = Firing.objects.filter(alert__in=seen).exclude(ended=None, closed_at=None).select_related("alert", "taken_by")
    about = {
        "open": [spoken(one) for one in open_firings(who)],
        "alerts": [listed(one, who) for one in listed_alerts(who)],
        "over": [spoken(one) for one in over[:_RECENT]],
        "mail": _mail_trouble(who),
        "nothing": metrics_of(who) == frozenset(),
    }
    return render(request, "alerts/alerts.html", about)


@never_cache
@needs(Right.BOARD)
def new(request: HttpRequest) -> HttpResponse:
    """Make an alert; ?metric= and ?segment= say what it begins with."""
    who = person(request)
    if request.method == "POST":
        return _worked_on(request, AlertForm(request.POST, owner=who))
    if metrics_of(who) == frozenset():
        return redirect("alerts")
    metric = serving.catalog()[request.GET["metric"]] if request.GET.get("metric", "") in serving.catalog() else None
    filters = request.GET.get("segment", "").splitlines()
    given: dict[str, Any] = {"filters": filters, "me": True}
    if metric is not None:
        values = ", ".join(one.partition(":")[2] for one in filters)
        given |= {"metric": metric.name, "name": f"{title_of(metric)} ({values})" if values else title_of(metric)}
    return render(request, "alerts/edit.html", {"form": AlertForm(initial=given, owner=who)})


@never_cache
@needs(Right.BOARD)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an alert."""
    alert = get_object_or_404(Alert, pk=pk, owner=person(request))
    if request.method == "POST":
        return _worked_on(request, AlertForm(request.POST, owner=alert.owner, chosen=alert), alert)
    form = AlertForm(initial=as_given(alert), owner=alert.owner, chosen=alert)
    return render(request, "alerts/edit.html", {"form": form, "alert": alert})


@require_POST
@needs(Right.BOARD)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Watch no more, for now."""
    alert = _changeable(request, pk)
    actions.pause(alert, person(request))
    messages.success(request, _("%(name)s is paused.") % {"name": alert})
    return redirect("alerts")


@require_POST
@needs(Right.BOARD)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Watch again."""
    alert = _changeable(request, pk)
    actions.resume(alert)
    jobs.look_now.soon()
    messages.success(request, _("%(name)s is watched again.") % {"name": alert})
    return redirect("alerts")


@require_POST
@needs(Right.BOARD)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an alert, and what it found."""
    alert = _changeable(request, pk)
    actions.delete(alert, person(request))
    messages.success(request, _("%(name)s is deleted.") % {"name": alert})
    return redirect("alerts")


def _worked_on(request: HttpRequest, form: AlertForm, alert: Alert | None = None) -> HttpResponse:
    """Look back with what was given, or keep it."""
    about: dict[str, Any] = {"form": form, "alert": alert}
    if not form.is_valid():
        return render(request, "alerts/edit.html", about, status=400)
    try:
        if "keep" in request.POST:
            made = form.alert
            made.site = request.build_absolute_uri("/").rstrip("/")
            actions.keep(made, form.people_told, form.systems_told)
            jobs.look_now.soon()
            messages.success(request, _("%(name)s is watched from now on.") % {"name": made})
            return redirect("alerts")
        about["past"] = lately(form.alert, rehearse(form.alert))
    except HelderError as error:
        where = {"dimension": "filters", "grain": "grain"}.get(error.where or "")
        form.add_error(where, f"{error.what} {error.fix or ''}".strip())
        return render(request, "alerts/edit.html", about, status=400)
    return render(request, "alerts/edit.html", about)


def _changeable(request: HttpRequest, pk: int) -> Alert:
    alert = get_object_or_404(Alert, pk=pk)
    if not may_change(person(request), alert):
        raise PermissionDenied(_("This alert is somebody else's."))
    return alert


def _mail_trouble(who: Person) -> str:
    """Why mails about someone's own alerts are not taken, where the last tries failed."""
    from helder.web.alerts.models import Mail

    waiting = Mail.objects.filter(firing__alert__owner=who, state__in=(State.WAITING, State.GIVEN_UP)).exclude(said="")
    last = waiting.order_by("-made_at").first()
    return last.said if last else ""
