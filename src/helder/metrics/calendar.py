"""The parameter of metrics of elapsed time that says which hours count."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.metrics.metric import Need, Param
from helder.model.calendars import ALWAYS, OWN

CALENDAR = Param(
    "calendar", ALWAYS,
    f"Whose open hours count: {ALWAYS}, every hour; a calendar's name; or {OWN}, that of the row's queue, team or channel",
    names="calendar",
)  # fmt: skip


def counted_by(calendar: str, seconds: Any) -> tuple[Need, ...]:
    """What a row must be for a calendar to count its time."""
    if calendar == ALWAYS:
        return ()
    known = Need(seconds.notnull(), "outside the days the calendar knows")
    whose = Need(_.calendar.notnull(), "no calendar is for its queue, team or channel")
    return (whose, known) if calendar == OWN else (known,)
