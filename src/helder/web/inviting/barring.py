"""Whom nobody may ask: those who opted out, and, for some days, those who were asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from helder.engines.bars import Bars
from helder.engines.erasing import ERASED
from helder.home import ERASED_KEY
from helder.model import TABLES
from helder.web import serving
from helder.web.inviting.models import Invitation, OptOut, Sending, State

#: Invitations that nobody got do not keep others from being sent.
_NOT_GOT = (State.FAILED, State.SKIPPED)


def opted_out(customer_id: str, address: str) -> bool:
    """Whether a customer, or whoever has an address, wants no more invitations, or was erased."""
    kept_out = serving.now().arrivals.kept_out
    if kept_out.why(TABLES["customers"], {"customer_id": customer_id or None, "email": address or None}) is not None:
        return True
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


def stand_in(kind: str, who: str) -> str:
    """What is kept in the place of a customer or an address that was erased: nobody reads who it was, and it holds."""
    return f"{ERASED} {Bars(serving.now().home).digest(f'opted out {kind}', who)}"


def _opt_outs(customer_id: str, address: str) -> Q:
    found = Q(pk__in=())
    for kind, who in (("customer", customer_id), ("address", address)):
        if who:
            found |= Q(kind=kind, who__in=_ways(kind, who))
    return found


def _ways(kind: str, who: str) -> list[str]:
    """How an opt-out can be kept; where nobody was erased there is no key, and none is to be made for a look."""
    return [who, stand_in(kind, who)] if (serving.now().home / ERASED_KEY).exists() else [who]
