"""Referrals and rewards as verdicts have them, and their rows in the store."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helder.model import TABLES
from helder.web import serving
from helder.web.referrals import codes
from helder.web.referrals.models import Link, Programme, Referral, Reward
from helder.web.referrals.verdict import VISIT, Verdict

_CHUNK = 1000
_log = logging.getLogger(__name__)


def keep(customer_id: str, verdict: Verdict | None, programme: Programme) -> None:
    """Have the referrals say of a customer what a verdict says; nothing changes where they do so already."""
    with transaction.atomic():
        before = Referral.objects.filter(customer_id=customer_id).first()
        now = _referral(verdict, before) if verdict else None
        if before is not None and before != now:
            _change(before, customer_id=None, signed_up_at=None, converted_at=None, order_id=None)
            _withdraw(before)
        if now is None or verdict is None:
            return
        _change(
            now,
            customer_id=customer_id,
            signed_up_at=verdict.signed_up_at,
            converted_at=verdict.converted_at,
            order_id=verdict.order_id,
        )
        if now.converted_at is None:
            _withdraw(now)
        else:
            _earn(now, programme)


def _referral(verdict: Verdict, before: Referral | None) -> Referral:
    """The referral a customer came by: the very click where it is known and free, else theirs of that link, else a new one."""
    hint = verdict.hint
    click = Referral.objects.filter(referral_id=hint.referral_id, link_id=hint.link).first() if hint.referral_id else None
    if click is not None and (click.customer_id is None or click == before):
        return click
    if before is not None and before.link_id == hint.link:
        return before
    link = Link.objects.get(pk=hint.link)
    shared = link.shared_at if link.shared_at and link.shared_at <= hint.at else None
    clicked = hint.at if hint.source == VISIT else None
    return Referral.objects.create(referral_id=codes.new_referral(link.code), link=link, shared_at=shared, clicked_at=clicked)


def _change(referral: Referral, **values: Any) -> None:
    if any(getattr(referral, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(referral, name, value)
        referral.version += 1
        referral.save()


def _earn(referral: Referral, programme: Programme) -> None:
    """What the two earn by the programme's rule of now; an amount once earned stays, whatever the rule becomes."""
    amounts = {
        Reward.Whose.REFERRER: (programme.referrer_reward, referral.link.customer_id),
        Reward.Whose.FRIEND: (programme.friend_reward, referral.customer_id),
    }
    for reward in referral.rewards.all():
        reward.order_id, reward.customer_id = referral.order_id or "", amounts[Reward.Whose(reward.whose)][1] or ""
        reward.status = {"withdrawn": "earned", "reclaim": "paid"}.get(reward.status, reward.status)
        reward.save()
    known = {reward.whose for reward in referral.rewards.all()}
    for whose, (amount, customer_id) in amounts.items():
        if amount and whose not in known:
            Reward.objects.create(
                referral=referral,
                whose=whose,
                customer_id=customer_id or "",
                order_id=referral.order_id or "",
                amount=amount,
                currency=programme.currency,
                earned_at=referral.converted_at or timezone.now(),
            )


def _withdraw(referral: Referral) -> None:
    referral.rewards.filter(status=Reward.Status.EARNED).update(status=Reward.Status.WITHDRAWN)
    referral.rewards.filter(status=Reward.Status.PAID).update(status=Reward.Status.RECLAIM)


def tell() -> None:
    """Bring the rows of referrals that have changed into the store; what cannot be brought now is brought the next time."""
    while changed := list(Referral.objects.filter(version__gt=F("told")).select_related("link")[:_CHUNK]):
        rows = [_row(referral) for referral in changed]
        receipt = serving.now().arrivals.send(TABLES["referrals"], rows, source="referral programme").result()
        for fault in receipt.rejected:
            _log.warning("referral %s: %s: %s", rows[fault.row - 1]["referral_id"], fault.column, fault.reason)
        for referral in changed:
            Referral.objects.filter(pk=referral.pk).update(told=referral.version)


def _row(referral: Referral) -> dict[str, Any]:
    # Who is entered as a customer before the click that is known of them signed up at a moment that says nothing of it.
    late = referral.clicked_at and referral.signed_up_at and referral.signed_up_at < referral.clicked_at
    return {
        "referral_id": referral.referral_id,
        "code": referral.link.code,
        "referrer_id": referral.link.customer_id,
        "shared_at": referral.shared_at,
        "clicked_at": referral.clicked_at,
        "customer_id": referral.customer_id,
        "signed_up_at": None if late else referral.signed_up_at,
        "converted_at": referral.converted_at,
        "order_id": referral.order_id,
    }
