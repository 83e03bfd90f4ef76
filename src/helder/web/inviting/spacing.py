"""How far apart things are kept: attempts at one message, invitations of one person."""

from __future__ import annotations

from datetime import datetime, timedelta


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts in vain: four times as long each time, from a minute to six hours."""
    return timedelta(minutes=min(4 ** min(max(attempts - 1, 0), 9), 360))


def quarantined(last: datetime | None, now: datetime, days: int) -> bool:
    """Whether someone who was last asked then may not be asked now; a clock that went back does not change that."""
    return days > 0 and last is not None and last + timedelta(days=days) > now
