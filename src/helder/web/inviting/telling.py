"""Telling the store what became of invitations: whole rows of its table, through the way in for rows that arrive."""

from __future__ import annotations

import logging
from typing import Any

from django.db.models import F

from helder.errors import HelderError
from helder.model import TABLES
from helder.web import serving
from helder.web.inviting.models import Invitation

_AT_ONCE = 1000
_log = logging.getLogger(__name__)


def tell(only: int | None = None) -> int:
    """Send the rows that the store does not have as they are; how many. What cannot be kept now is sent again another time.

    only: the invitation whose row is sent, where somebody waits.
    """
    told = 0
    while rows := list(_untold(only)[:_AT_ONCE]):
        try:
            receipt = (
                serving.now().arrivals.send(TABLES["invitations"], [row(one) for one in rows], source="invitations").result()
            )
        except HelderError as error:
            _log.warning("What became of invitations could not be kept in the store: %s", error)
            return told
        for fault in receipt.rejected:
            _log.error("The row of invitation %s was rejected: %s", rows[fault.row - 1].invitation_id, fault.reason)
        for one in rows:
            Invitation.objects.filter(pk=one.pk, told__lt=one.revision).update(told=one.revision)
        told += len(rows)
    return told


def row(one: Invitation) -> dict[str, Any]:
    """The whole row of an invitation. However clocks went, nothing in it is before the sending."""
    fates = {name: getattr(one, name) for name in ("delivered_at", "opened_at", "answered_at", "opted_out_at")}
    return {
        "invitation_id": one.invitation_id,
        "survey": one.sending.survey.key,
        "customer_id": one.customer_id or None,
        "channel": one.sending.channel,
        "sent_at": one.sent_at,
        **{name: at and max(at, one.sent_at) for name, at in fates.items()},
        "failure": one.failure or None,
    }


def _untold(only: int | None) -> Any:
    changed = Invitation.objects.exclude(revision=F("told")).filter(sent_at__isnull=False)
    changed = changed if only is None else changed.filter(pk=only)
    return changed.select_related("sending__survey").order_by("pk")
