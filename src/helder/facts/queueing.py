"""Who waits in the queue: of the contacts that entered it on a period's last day, those still in it at its end, or now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from helder.facts.activity import starts_of, step
from helder.facts.fact import Fact, Period, Source
from helder.facts.tables import CONTACTS
from helder.model.zones import day_start, zone

if TYPE_CHECKING:
    import ibis.expr.types as ir

_BEGINNING = datetime(1970, 1, 1)  # noqa: DTZ001 - UTC, as stored
_TICK = timedelta(microseconds=1)


def _ticks(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _BEGINNING) // _TICK


def _last_day(period: Period, zone_name: str) -> date:
    """The local day on which a period closes."""
    return (period.closes - _TICK).replace(tzinfo=UTC).astimezone(zone(zone_name)).date()


def _queued(source: Source) -> ir.Table:
    import ibis

    closes = [period.closes for period in source.periods]
    last_days = [_last_day(period, source.zone) for period in source.periods]
    begins = [day_start(day, source.zone) for day in last_days]
    # The stored day may be that of another zone; the few rows left are then looked at closely.
    about = sorted({day + timedelta(days=n) for day in last_days for n in (-1, 0, 1)})
    t = source["contacts"].filter(lambda t: t.queued_at.notnull() & t.queued_at_day.isin(about))
    since_1970 = ibis.literal(_BEGINNING, type="timestamp(6)")
    # A wait that is told of a contact without an outcome is how long it was when the row was sent.
    told = ibis.ifelse(t.outcome.notnull(), (t.wait_seconds * 1_000_000 + 0.5).floor().cast("int64"), ibis.null("int64"))
    at = t.queued_at.delta(since_1970, unit="microsecond")
    left = ibis.coalesce(t.answered_at, t.ended_at).delta(since_1970, unit="microsecond")
    entered = t.queued_at + ibis.interval(microseconds=1)  # at a border is in the period that begins there
    t = t.mutate(
        at=at,
        left=ibis.coalesce(left, at + told),
        number=step(entered, closes, list(range(len(closes) + 1))),
        closes=step(entered, closes, [*map(_ticks, closes), 0]),
        begins=step(entered, closes, [*map(_ticks, begins), 0]),
    )
    t = t.mutate(start=starts_of(t.number, [period.start for period in source.periods]))
    t = t.filter(t.start.notnull() & (t["at"] >= t.begins) & (t["at"] < t.closes))
    # What has an outcome but no moment at which it left is over all the same.
    waits = (t.left >= t.closes) | (t.left.isnull() & t.outcome.isnull())
    return t.mutate(waits=waits.fill_null(False), waited_so_far=(t.closes - t["at"]) / 1_000_000).drop(
        "at", "left", "number", "closes", "begins"
    )


QUEUED = Fact(
    name="queued",
    meaning="Contacts that entered a queue on the last day of each period, and whether they still wait in it at its end, or now",
    grain="one contact, in the period on whose last day it entered the queue",
    key=("contact_id", "start"),
    tables=("contacts",),
    build=_queued,
    own=CONTACTS.own,
    points_to=CONTACTS.points_to,
    periodic=True,
    up_to_now=True,
    spans=(("contacts", "queued_at"),),
)
