"""What has been earned, as a file for whoever pays it out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.db import transaction

from helder.web.boards.record import neutral
from helder.web.referrals.models import Reward

COLUMNS = (
    "reward",
    "customer_id",
    "whose",
    "order_id",
    "referral_id",
    "referrer_id",
    "amount",
    "currency",
    "status",
    "earned_at",
)


def listed(rewards: Iterable[Reward]) -> str:
    """The rewards as CSV."""
    return written([COLUMNS, *map(_cells, rewards)])


def _cells(reward: Reward) -> tuple[object, ...]:
    return (
        reward.pk,
        reward.customer_id,
        reward.whose,
        reward.order_id,
        reward.referral.referral_id,
        reward.referral.link.customer_id,
        reward.amount,
        reward.currency,
        reward.status,
        reward.earned_at.isoformat(timespec="seconds"),
    )


def written(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV; cells that a spreadsheet would run as formulas are made text."""
    file = io.StringIO()
    csv.writer(file).writerows([neutral(str(cell)) for cell in row] for row in rows)
    return file.getvalue()


def paid(numbers: Iterable[int]) -> int:
    """Note that rewards have been paid out; how many of them were still to be."""
    with transaction.atomic():
        return Reward.objects.filter(pk__in=list(numbers), status=Reward.Status.EARNED).update(status=Reward.Status.PAID)
