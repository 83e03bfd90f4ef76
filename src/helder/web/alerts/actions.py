"""What can be done with alerts and what they found."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helder.web.accounts import audit
from helder.web.accounts.models import Person, Right
from helder.web.alerts import asking
from helder.web.alerts.models import Alert, Firing, Kind, Seen, Side
from helder.web.webhooks.models import Endpoint, Event


def keep(alert: Alert, people: Iterable[Person], endpoints: Iterable[Endpoint]) -> Alert:
    """Keep an alert that was made or changed; what it found by other settings is over, and nobody is told of that.

    Raises UnknownName, BadQuestion or NotInScope for what cannot be watched, PermissionDenied for who may not be told.
    """
    asking.check(alert)
    chosen, told = list(people), list(endpoints)
    _check_rights(alert, chosen, told)
    if alert.kind == Kind.THRESHOLD and alert.side == Side.EITHER:
        alert.side = Side.ABOVE
    with transaction.atomic():
        verb = "changed_alert" if alert.pk else "made_alert"
        audit.note(alert.owner, verb, alert, metric=alert.metric, kind=alert.kind, people=chosen, addresses=alert.addresses)
        if alert.pk:
            _end_quietly(alert)
        alert.judged_at, alert.wavering, alert.problem = None, {}, ""
        alert.save()
        alert.people.set(chosen)
        alert.endpoints.set(told)
        for endpoint in told:
            endpoint.events = list(dict.fromkeys([*endpoint.events, Event.FIRED.value, Event.OVER.value]))
            endpoint.save(update_fields=["events"])
    return alert


def pause(alert: Alert, by: Person) -> None:
    """Watch no more, for now; what is so is taken as over, without a word."""
    with transaction.atomic():
        audit.note(by, "paused_alert", alert)
        _end_quietly(alert)
        Alert.objects.filter(pk=alert.pk).update(active=False)


def resume(alert: Alert) -> None:
    """Watch again."""
    Alert.objects.filter(pk=alert.pk).update(active=True, judged_at=None, wavering={})


def delete(alert: Alert, by: Person) -> None:
    """Forget an alert, and what it found."""
    with transaction.atomic():
        audit.note(by, "deleted_alert", alert)
        alert.delete()


def see(firing: Firing, person: Person) -> None:
    """Note that someone saw it."""
    Seen.objects.get_or_create(firing=firing, person=person)


def take(firing: Firing, person: Person) -> bool:
    """Note that someone sees to it; whether nobody else had taken it before."""
    see(firing, person)
    return bool(Firing.objects.filter(pk=firing.pk, taken_by=None).update(taken_by=person, taken_at=timezone.now()))


def let_go(firing: Firing, person: Person) -> None:
    """Note that who took it does so no more."""
    Firing.objects.filter(pk=firing.pk, taken_by=person).update(taken_by=None, taken_at=None)


def close(firing: Firing, person: Person) -> None:
    """Note that nothing more is to be done, though it may still be so."""
    see(firing, person)
    if Firing.objects.filter(pk=firing.pk, closed_at=None).update(closed_by=person, closed_at=timezone.now()):
        audit.note(person, "closed_firing", firing.alert, firing=firing.pk)


def write(firing: Firing, note: str) -> None:
    """Keep what is to be known of it."""
    Firing.objects.filter(pk=firing.pk).update(note=note.strip())


def _end_quietly(alert: Alert) -> None:
    now = timezone.now()
    alert.firings.filter(told_at=None).update(told_at=now)
    alert.firings.filter(end_told_at=None).update(end_told_at=now)
    alert.firings.filter(ended=None).update(ended=now)


def _check_rights(alert: Alert, people: list[Person], endpoints: list[Endpoint]) -> None:
    owner = alert.owner
    others = [one for one in people if one != owner] or [one for one in alert.addresses if one.lower() != owner.email.lower()]
    if (alert.shared or others) and not owner.may(Right.BOARDS):
        raise PermissionDenied(_("Your role does not let you make alerts for others."))
    before = set(alert.endpoints.all()) if alert.pk else set()
    if set(endpoints) - before and not owner.may(Right.TOKENS):
        raise PermissionDenied(_("Your role does not let you have other systems told."))
