"""What is done beside the pages: sending digests that are due."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from helder.web.jobs import every, job
from helder.web.reports import posting
from helder.web.reports.models import Delivery, State

#: Days for which it is known what became of a mail.
_KEPT = 90


@job()
def send_now() -> None:
    """Send what is noted."""
    posting.send(timezone.now())


@every(1)
def each_minute() -> None:
    """Note what is due, and send it."""
    posting.note_due(timezone.now())
    posting.send(timezone.now())


@every(60)
def tidy() -> None:
    """Forget old mails."""
    done = Delivery.objects.filter(state__in=(State.SENT, State.FAILED), due_at__lt=timezone.now() - timedelta(days=_KEPT))
    done.delete()
