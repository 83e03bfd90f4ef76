"""How the lines to people stand: working, or in trouble and tried again after growing pauses."""

from __future__ import annotations

from datetime import datetime, timedelta

from helder.web.inviting.models import Line

_LONGEST = timedelta(minutes=30)


def open_again(channel: str, now: datetime) -> bool:
    """Whether a line may be tried: it works, its pause is over, or a clock that went back makes the pause too long."""
    line = Line.objects.filter(channel=channel).first()
    return line is None or line.again_at <= now or line.again_at > now + timedelta(hours=12)


def in_trouble(channel: str, said: str, now: datetime, after: float | None = None) -> None:
    """Keep that nothing goes over a line. after: seconds that the other side asks to wait; else each pause is twice the last."""
    line = Line.objects.filter(channel=channel).first() or Line(channel=channel, since=now)
    line.tries += 1
    pause = timedelta(seconds=after) if after is not None else min(timedelta(seconds=30 * 2 ** min(line.tries - 1, 10)), _LONGEST)
    line.again_at, line.said = now + pause, said[:500]
    line.save()


def works(channel: str) -> None:
    """Keep that a line works."""
    Line.objects.filter(channel=channel).delete()
