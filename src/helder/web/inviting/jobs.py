"""What is done beside the pages: looking at what came in, sending what is due, telling the store."""

from __future__ import annotations

from django.utils import timezone

from helder.web.inviting import watching
from helder.web.inviting.noting import forget, note_all
from helder.web.inviting.posting import post
from helder.web.inviting.telling import tell
from helder.web.jobs import every, job


@job()
def look_now() -> None:
    """Rows came in: see whether they start something."""
    watching.looking()
    if note_all(timezone.now()):
        send_now.soon()


@job()
def send_now() -> None:
    """Send what is due, and go on as long as there is more."""
    more = post(timezone.now)
    tell()
    if more:
        send_now.soon()


@every(1)
def each_minute() -> None:
    """What is due by now, whatever started it."""
    watching.looking()
    note_all(timezone.now())
    send_now()


@every(60)
def tidy() -> None:
    """Forget whom a rule left out, once no event is young enough to be asked about again."""
    forget(timezone.now())
