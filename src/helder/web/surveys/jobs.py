"""Work of surveys beside their pages."""

from __future__ import annotations

from helder.web.jobs import every
from helder.web.surveys.keeping import send
from helder.web.surveys.models import Response

_AT_ONCE = 500


@every(minutes=1)
def send_again() -> None:
    """Send the answers that could not be sent when they were given."""
    for pk in Response.objects.filter(sent=False).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]:
        send(pk)
