"""Which sendings may send now, and how many messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from helder.web.inviting.models import Channel, Sending, Standing, State
from helder.web.inviting.quiet import is_quiet
from helder.web.surveys.models import State as SurveyState

_ANY = 1_000_000
OVER_THE_DAY = "more than the most of a day"


def rooms(channel: str, now: datetime, zone: ZoneInfo) -> dict[int, int]:
    """How many messages each sending may send now, of those of a channel that may send any.

    A rule that has asked the most of a day asks about no more events of that day; a sending done once goes on the next.
    """
    running = Sending.objects.filter(channel=channel, standing=Standing.RUNNING, survey__state=SurveyState.OPEN)
    if channel == Channel.LINK:  # nobody is sent anything
        return dict.fromkeys(running.values_list("pk", flat=True), _ANY)
    found = {one.pk: _room(one, now) for one in running if not is_quiet(now, one.quiet_from, one.quiet_until, zone)}
    return {pk: room for pk, room in found.items() if room > 0}


def _room(sending: Sending, now: datetime) -> int:
    sent = sending.invitations.filter(sent_at__isnull=False)
    day = sending.most_a_day - sent.filter(sent_at__gt=now - timedelta(days=1)).count()
    if day <= 0 and sending.after:
        waiting = sending.invitations.filter(state=State.DUE, number=0, due_at__lte=now)
        waiting.update(state=State.SKIPPED, due_at=None, reason=OVER_THE_DAY)
    hour = sending.most_an_hour - sent.filter(claimed_at__gt=now - timedelta(hours=1)).count()  # reminders, too
    return min(day, hour)
