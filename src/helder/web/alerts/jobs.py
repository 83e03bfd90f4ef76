"""What is done about alerts beside the pages."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from helder.web.alerts import looking, mails, telling, watching
from helder.web.alerts.models import Firing, Mail
from helder.web.jobs import every, job

#: How long what is over is kept, and what became of mails.
_KEPT, _MAILS_KEPT = timedelta(days=400), timedelta(days=30)


@job()
def look_now() -> None:
    """Rows came in: see whether they change what is watched."""
    watching.looking()
    wait = looking.look()
    tell_now()
    if wait is not None:
        watching.look_after(wait)


@job()
def tell_now() -> None:
    """Tell what is to be told, and hand over the mails that are due."""
    telling.tell(timezone.now())
    mails.post()


@every(1)
def each_minute() -> None:
    """What is due by now, whatever started it."""
    look_now()


@every(60)
def forget_old() -> None:
    """Forget what is long over."""
    now = timezone.now()
    Firing.objects.filter(ended__lt=now - _KEPT).delete()
    Mail.objects.filter(made_at__lt=now - _MAILS_KEPT).delete()
