"""What becomes of an invitation when its survey is opened or answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from helder.web.inviting.models import Invitation, State
from helder.web.inviting.telling import tell


def opened(invitation_id: str | None, at: datetime | None = None, **_: Any) -> None:
    """Keep that an invitation was opened; who opens it got it."""
    with transaction.atomic():
        one = _found(invitation_id)
        if one is None or one.opened_at is not None:
            return
        one.opened_at = max(_aware(at), one.sent_at or _aware(at))
        _arrived(one, one.opened_at)
    tell(one.pk)


def answered(invitation_id: str | None = None, answers: Any = (), **_: Any) -> None:
    """Keep that an invitation was answered: nothing more is sent."""
    with transaction.atomic():
        one = _found(invitation_id)
        if one is None or one.answered_at is not None:
            return
        one.answered_at = max(timezone.now(), one.sent_at or timezone.now())
        one.state, one.due_at, one.reason, one.failure = State.ANSWERED, None, "", ""
        _arrived(one, one.answered_at)
    tell(one.pk)


def _found(invitation_id: str | None) -> Invitation | None:
    if not invitation_id:
        return None
    return Invitation.objects.select_for_update().filter(invitation_id=invitation_id).first()


def _arrived(one: Invitation, at: datetime) -> None:
    """Who opens or answers an invitation has got it, whatever was known of it, and was sent it."""
    one.sent_at = one.sent_at or one.claimed_at or at
    one.delivered_at = one.delivered_at or one.sent_at
    one.revision += 1
    one.save()


def _aware(at: datetime | None) -> datetime:
    if at is None:
        return timezone.now()
    return at if timezone.is_aware(at) else timezone.make_aware(at, timezone.get_fixed_timezone(0))
