"""Zones in which it is a certain time of the day."""

from __future__ import annotations

from datetime import datetime, timedelta


def afternoon(now: datetime) -> tuple[str, timedelta]:
    """A zone in which it is the afternoon at a moment in UTC, and how far it is ahead: the day has gone on for long there."""
    ahead = max(-12, min(14, 15 - now.hour))
    return f"Etc/GMT{-ahead:+d}", timedelta(hours=ahead)
