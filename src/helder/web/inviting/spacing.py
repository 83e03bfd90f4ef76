"""How far apart things are kept: attempts at one message, invitations of one person, a sending and its last day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from helder.model.zones import day_start


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts in vain: four times as long each time, from a minute to six hours."""
    return timedelta(minutes=min(4 ** min(max(attempts - 1, 0), 9), 360))


def quarantined(last: datetime | None, now: datetime, days: int) -> bool:
    """Whether someone who was last asked then may not be asked now; a clock that went back does not change that."""
    return days > 0 and last is not None and last + timedelta(days=days) > now


def expiry(sent: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end of the last day on which what was sent then can be answered, in a zone; that is at least so many days."""
    last = (sent + timedelta(days=days)).astimezone(zone).date()
    return day_start(last + timedelta(days=1), zone.key).replace(tzinfo=UTC)
