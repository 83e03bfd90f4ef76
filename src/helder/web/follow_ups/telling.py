"""Telling people and other systems of follow-ups: those opened for them, and those that are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.follow_ups.models import FollowUp, Mail, Told
from helder.web.webhooks import actions as webhooks
from helder.web.webhooks.models import Event

#: Told of in one transaction; the rest follows in the next.
_AT_ONCE = 200


def tell_due(now: datetime) -> int:
    """Queue messages and mails about what has become due and is not done, once about each; how many that were."""
    told = 0
    while some := _tell_some(now):
        told += some
    return told


def mail(made: Iterable[FollowUp], told: Told, *, by: Person | None = None) -> None:
    """Queue one mail to each owner who has an address about what was made theirs; nobody is written of what they did themselves.

    Called within the transaction it belongs to.
    """
    theirs: dict[Person, list[FollowUp]] = {}
    for one in made:
        if one.owner is not None and one.owner != by and one.owner.is_active and one.owner.email:
            theirs.setdefault(one.owner, []).append(one)
    for person, some in theirs.items():
        Mail.objects.create(person=person, told=told, by=str(by or "")[:150]).follow_ups.set(some)


def link(one: FollowUp) -> str:
    """The address of a follow-up's page, as others reach it."""
    return address(one.rule.site if one.rule else "") + reverse("follow-up", args=[one.pk])


def address(site: str) -> str:
    """The address of this site: as the settings say, else that under which a rule was made."""
    return str(serving.now().settings["public_url"] or site).rstrip("/")


def payload(one: FollowUp) -> dict[str, Any]:
    """What other systems are told of a follow-up: nothing personal, neither of the customer nor of who sees to it."""
    return {
        "follow_up": one.pk,
        "rule": one.rule_id,
        "reason": one.reason,
        "customer_id": one.customer_id,
        "answer_id": one.answer_id,
        "response_id": one.response_id or None,
        "instrument": one.instrument,
        "question": one.question or None,
        "survey": one.survey or None,
        "touchpoint": one.touchpoint or None,
        "scale": one.scale,
        "score": one.score,
        "answered_at": one.answered_at,
        "opened_at": one.opened_at,
        "due_at": one.due_at,
        "department": one.department.name if one.department else None,
        "taken": one.owner_id is not None,
        "link": link(one),
    }


def _tell_some(now: datetime) -> int:
    with transaction.atomic():
        due = FollowUp.objects.select_for_update(of=("self",)).filter(closed_at=None, due_told_at=None, due_at__lte=now)
        some = list(due.select_related("rule", "owner", "department")[:_AT_ONCE])
        FollowUp.objects.filter(pk__in=[one.pk for one in some]).update(due_told_at=now)
        for one in some:
            webhooks.tell(Event.DUE, payload(one))
        mail(some, Told.DUE)
    return len(some)
