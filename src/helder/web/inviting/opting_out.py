"""Keeping that someone wants no more invitations, so that it holds at once and everywhere."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from helder.web.inviting.addresses import address
from helder.web.inviting.models import LIVE, Invitation, OptOut, State

_WAITING = (*LIVE, State.SENDING)


def opt_out(invitation: Invitation, now: datetime, *, source: str) -> None:
    """Keep that the recipient of an invitation opts out, as customer and with the address it went to."""
    with transaction.atomic():
        kept = Invitation.objects.select_for_update().select_related("sending").get(pk=invitation.pk)
        if kept.opted_out_at is None:
            kept.opted_out_at = max(now, kept.sent_at or now)
            kept.revision += 1
        if kept.state in _WAITING:
            kept.state, kept.due_at, kept.reason = State.OPTED_OUT, None, "opted out"
        kept.save(update_fields=["opted_out_at", "revision", "state", "due_at", "reason"])
        person = kept.person
        where = kept.address or address(kept.sending.channel, person.get("email"), person.get("phone")) or ""
        keep(kept.customer_id, where, now, source=source)


def keep(customer_id: str, address: str, now: datetime, *, source: str) -> None:
    """Keep that a customer, and whoever has an address, opts out; whatever was still to be sent them is not."""
    with transaction.atomic():
        theirs = Q(pk__in=())
        for kind, who in (("customer", customer_id), ("address", address)):
            if who:
                OptOut.objects.get_or_create(kind=kind, who=who, defaults={"at": now, "source": source[:120]})
                theirs |= Q(customer_id=who) if kind == "customer" else Q(address=who)
        waiting = Invitation.objects.filter(theirs, state__in=_WAITING)
        waiting.update(state=State.OPTED_OUT, due_at=None, reason="opted out")
