"""What is done about follow-ups beside the pages."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from helder.web.follow_ups import demonstration, mails, opening, telling, watching
from helder.web.follow_ups.models import Mail
from helder.web.jobs import every, job

#: How long what is done is kept, and what became of mails.
KEPT, _MAILS_KEPT = timedelta(days=400), timedelta(days=30)


@job()
def look_now() -> None:
    """Answers came in: see whether they open something."""
    watching.looking()
    if opening.look_all(timezone.now()):
        mails.post()


@job()
def post_now() -> None:
    """Hand over the mails that are due."""
    mails.post()


@job()
def make_demonstration() -> None:
    """A server has begun for the first time: give the demonstration company something to follow up."""
    demonstration.make()


@every(1)
def each_minute() -> None:
    """What is to be opened and told by now, whatever came in."""
    watching.looking()
    opening.look_all(timezone.now())
    telling.tell_due(timezone.now())
    mails.post()


@every(60)
def forget_old() -> None:
    """Forget what is long done."""
    opening.forget(timezone.now(), KEPT)
    Mail.objects.filter(made_at__lt=timezone.now() - _MAILS_KEPT).delete()
