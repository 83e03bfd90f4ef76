"""Hours in which nobody is sent anything."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def is_quiet(moment: datetime, since: time | None, until: time | None, zone: ZoneInfo) -> bool:
    """Whether a moment, with its zone, lies in the quiet hours of a place; those may go over midnight."""
    if since is None or until is None or since == until:
        return False
    clock = moment.astimezone(zone).time()
    return since <= clock < until if since < until else clock >= since or clock < until


def after_quiet(moment: datetime, since: time | None, until: time | None, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in."""
    if since is None or until is None or not is_quiet(moment, since, until, zone):
        return moment
    local = moment.astimezone(zone)
    day = local.date() + timedelta(days=1 if since > until and local.time() >= since else 0)
    for fold in (0, 1):  # an hour that comes twice is quiet the second time, too
        end = datetime.combine(day, until, zone).replace(fold=fold).astimezone(UTC)
        if end > moment and not is_quiet(end, since, until, zone):
            return end
    return moment + timedelta(hours=1)
