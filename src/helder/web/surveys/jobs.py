"""Work of surveys beside their pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Q

from helder.web.jobs import every
from helder.web.surveys.keeping import send
from helder.web.surveys.models import Response

_AT_ONCE = 500
#: Days after which answers are kept in the table of answers only; until then someone may come back to a survey begun.
_COMPLETED_FOR, _BEGUN_FOR = 7, 90


@every(minutes=1)
def send_again() -> None:
    """Send the answers that could not be sent when they were given."""
    for pk in Response.objects.filter(sent=False).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]:
        send(pk)


@every(minutes=60)
def let_go() -> None:
    """Empty responses that nobody will come back to: what they said is in the table of answers."""
    now = datetime.now(UTC)
    completed = Q(completed_at__lt=now - timedelta(days=_COMPLETED_FOR))
    left = Q(completed_at=None, started_at__lt=now - timedelta(days=_BEGUN_FOR))
    Response.objects.filter(completed | left, sent=True).exclude(answers={}).update(answers={}, link={})
