"""Telling people and systems of what began and ended, but for hours that are to be quiet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from helder.web import serving
from helder.web.accounts.models import Person, Right
from helder.web.alerts.models import Alert, Firing, Mail, Told
from helder.web.alerts.seeing import may_see
from helder.web.alerts.words import language_of
from helder.web.inviting.quiet import is_quiet
from helder.web.webhooks import actions as webhooks
from helder.web.webhooks.models import Event

_EVENTS = {Told.FIRED: Event.FIRED, Told.WAS: Event.FIRED, Told.ENDED: Event.OVER}


def tell(now: datetime) -> None:
    """Queue mails and messages about whatever was not told of yet, and may be told now; nothing for an owner who has left."""
    waiting = Q(told_at=None) | Q(ended__isnull=False, end_told_at=None) | Q(ended=None, alert__remind_hours__gt=0)
    here = Firing.objects.filter(waiting, alert__owner__is_active=True)
    for firing in here.select_related("alert__owner").order_by("began", "pk"):
        if not quiet(firing.alert, now):
            with transaction.atomic():
                _tell(firing, now)


def quiet(alert: Alert, now: datetime) -> bool:
    """Whether nobody is to be told now."""
    day = now.astimezone(serving.zone()).weekday()
    return day in alert.quiet_days or is_quiet(now, alert.quiet_from, alert.quiet_until, serving.zone())


def _tell(firing: Firing, now: datetime) -> None:
    if firing.told_at is None:
        if firing.ended is None and _claimed(firing, told_at=now):
            _queue(firing, Told.FIRED)
        elif firing.ended is not None and _claimed(firing, told_at=now, end_told_at=now):
            _queue(firing, Told.WAS)
    elif firing.ended is not None:
        if _claimed(firing, end_told_at=now):
            _queue(firing, Told.ENDED)
    elif _is_forgotten(firing, now) and _claimed(firing, reminded_at=now):
        _queue(firing, Told.STILL)


def _claimed(firing: Firing, **told: datetime) -> bool:
    """Note what is told now; False where another worker has told of it since it was read."""
    read = {name: getattr(firing, name) for name in ("told_at", "end_told_at", "reminded_at")}
    return Firing.objects.filter(pk=firing.pk, **read).update(**told) == 1


def _is_forgotten(firing: Firing, now: datetime) -> bool:
    """Whether nobody has taken or closed it since it was told of last."""
    since = firing.reminded_at or firing.told_at
    hours = firing.alert.remind_hours
    return bool(hours and since and not firing.taken_at and not firing.closed_at and now - since >= timedelta(hours=hours))


def _queue(firing: Firing, told: Told) -> None:
    alert = firing.alert
    Mail.objects.bulk_create(
        Mail(firing=firing, told=told, address=address, language=language) for address, language in _readers(alert)
    )
    if told in _EVENTS:
        for endpoint in alert.endpoints.all():
            webhooks.queue(endpoint, _EVENTS[told], payload(firing))


def _readers(alert: Alert) -> Iterable[tuple[str, str]]:
    """Addresses to write to, each once, with the language of its reader; of people those who may still see it."""
    people: list[Person] = [one for one in alert.people.filter(is_active=True).exclude(email="") if may_see(one, alert)]
    found = {one.email.lower(): (one.email, language_of(one)) for one in people}
    for address in alert.addresses if alert.owner.is_active and alert.owner.may(Right.BOARDS) else []:
        found.setdefault(address.lower(), (address, language_of(alert.owner)))
    return found.values()


def link(firing: Firing) -> str:
    """The address of a firing's page, as others reach it."""
    base = serving.now().settings["public_url"] or firing.alert.site
    return str(base).rstrip("/") + reverse("firing", args=[firing.pk])


def payload(firing: Firing) -> dict[str, Any]:
    """What other systems are told of a firing; figures are in the metric's unit, a share as 0.8."""
    alert = firing.alert
    return {
        "firing": firing.pk,
        "alert": alert.pk,
        "name": alert.name,
        "kind": alert.kind,
        "metric": alert.metric,
        "filters": dict(alert.filters),
        "segment": {alert.each: firing.segment} if alert.each else None,
        "began": firing.began,
        "ended": firing.ended,
        "period": firing.period,
        "value": firing.last if firing.ended else firing.figure,
        "expected": firing.expected,
        "low": firing.low,
        "high": firing.high,
        "p": firing.p,
        "n": firing.n,
        "unit": firing.unit,
        "provisional": firing.provisional,
        "link": link(firing),
    }
