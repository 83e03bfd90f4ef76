"""Keeping that someone wants no more invitations, so that it holds at once and everywhere."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from helder.web.inviting.models import LIVE, Invitation, OptOut, State


def opt_out(invitation: Invitation, now: datetime, *, source: str) -> None:
    """Keep that the recipient of an invitation opts out, as customer and with the address it went to."""
    with transaction.atomic():
        keep(invitation.customer_id, invitation.address, now, source=source)
        kept = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if kept.opted_out_at is None:
            kept.opted_out_at = max(now, kept.sent_at or now)
            kept.revision += 1
            kept.save(update_fields=["opted_out_at", "revision"])


def keep(customer_id: str, address: str, now: datetime, *, source: str) -> None:
    """Keep that a customer, and whoever has an address, opts out; whatever was still to be sent them is not."""
    with transaction.atomic():
        theirs = Q(pk__in=())
        for kind, who in (("customer", customer_id), ("address", address)):
            if who:
                OptOut.objects.get_or_create(kind=kind, who=who, defaults={"at": now, "source": source[:120]})
                theirs |= Q(customer_id=who) if kind == "customer" else Q(address=who)
        waiting = Invitation.objects.filter(theirs, state__in=(*LIVE, State.SENDING))
        waiting.update(state=State.OPTED_OUT, due_at=None, reason="opted out")
