"""Who may see an alert and what it found."""

from __future__ import annotations

from django.db.models import QuerySet

from helder.web.accounts.models import Person, Right
from helder.web.accounts.seeing import scope_of
from helder.web.alerts.models import Alert, Firing


def may_see(person: Person, alert: Alert) -> bool:
    """Whether someone may see an alert: their own, or one shared or mailed to them of rows that they see, too."""
    if not person.may(Right.BOARD):
        return False
    if alert.owner_id == person.pk:
        return True
    theirs = scope_of(person)
    return (theirs.whole or theirs == scope_of(alert.owner)) and (alert.shared or alert.people.filter(pk=person.pk).exists())


def may_change(person: Person, alert: Alert) -> bool:
    """Whether someone may change an alert: its owner; who adds people may pause and delete every one, as owners leave."""
    return alert.owner_id == person.pk or person.may(Right.PEOPLE)


def seen_alerts(person: Person) -> list[Alert]:
    """The alerts that someone may see."""
    return [one for one in Alert.objects.select_related("owner").prefetch_related("people") if may_see(person, one)]


def listed_alerts(person: Person) -> list[Alert]:
    """The alerts on someone's list: those that they may see, or pause."""
    every = Alert.objects.select_related("owner").prefetch_related("people")
    return [one for one in every if may_see(person, one) or may_change(person, one)]


def open_firings(person: Person) -> QuerySet[Firing]:
    """What someone should still look at, the newest first."""
    within = Firing.objects.filter(ended=None, closed_at=None)
    owners = Alert.objects.filter(firings__in=within).select_related("owner").distinct()
    seen = [alert.pk for alert in owners if may_see(person, alert)]
    return within.filter(alert__in=seen).select_related("alert", "taken_by")
