"""The moments other systems tell, as instants in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any


def moment(told: Any) -> datetime | None:
    """A moment told in ISO 8601 (UTC where it says no zone) or in seconds since 1970; None for anything else."""
    if isinstance(told, bool) or told in (None, ""):
        return None
    if isinstance(told, datetime):
        return told if told.tzinfo else told.replace(tzinfo=UTC)
    if isinstance(told, date):
        return datetime(told.year, told.month, told.day, tzinfo=UTC)
    try:
        if isinstance(told, int | float):
            return datetime.fromtimestamp(told, UTC)
        found = datetime.fromisoformat(str(told))
    except (ValueError, OverflowError, OSError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def iso(when: datetime) -> str:
    """A moment as 2026-01-31T09:00:00Z."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch(when: datetime) -> int:
    """A moment in whole seconds since 1970."""
    return int(when.timestamp())
