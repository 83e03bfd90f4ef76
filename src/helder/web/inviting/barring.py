"""Whom nobody may ask: those who opted out, and, for some days, those who were asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from helder.web.inviting.models import Invitation, OptOut, Sending, State

#: Invitations that nobody got do not keep others from being sent.
_NOT_GOT = (State.FAILED, State.SKIPPED)


def opted_out(customer_id: str, address: str) -> bool:
    """Whether a customer, or whoever has an address, wants no more invitations."""
    return OptOut.objects.filter(_opt_outs(customer_id, address)).exists()


def every_opt_out() -> frozenset[tuple[str, str]]:
    """All opt-outs, as pairs of kind and who."""
    return frozenset(OptOut.objects.values_list("kind", "who"))


def last_asked(sending: Sending, customer_id: str, address: str, but: int | None = None) -> datetime | None:
    """When a customer, or whoever has an address, was last sent what counts for a quarantine. but: not this invitation."""
    who = Q(customer_id=customer_id) if customer_id else Q(pk__in=())
    who |= Q(address=address) if address else Q(pk__in=())
    asked = _asked(sending).filter(who).exclude(pk=but or 0).order_by("-claimed_at")
    return asked.values_list("claimed_at", flat=True).first()


def everyone_asked(sending: Sending, now: datetime) -> dict[str, datetime]:
    """When those who were asked within a sending's quarantine were, by customer_id and by address."""
    since = now - timedelta(days=sending.quarantine_days)
    found: dict[str, datetime] = {}
    for customer_id, address, at in (
        _asked(sending).filter(claimed_at__gt=since).order_by("claimed_at").values_list("customer_id", "address", "claimed_at")
    ):
        found |= {who: at for who in (customer_id, address) if who and at}
    return found


def _asked(sending: Sending) -> QuerySet[Invitation]:
    found = Invitation.objects.exclude(state__in=_NOT_GOT).filter(claimed_at__isnull=False)
    return found if sending.everywhere else found.filter(sending__survey=sending.survey_id)


def _opt_outs(customer_id: str, address: str) -> Q:
    found = Q(kind="customer", who=customer_id) if customer_id else Q(pk__in=())
    return found | Q(kind="address", who=address) if address else found
