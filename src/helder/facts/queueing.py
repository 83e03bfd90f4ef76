"""Who waits in the queue: of the contacts that entered it on a period's last day, those still in it at its end, or now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from helder.facts.activity import step
from helder.facts.fact import OF_CONTACT, Fact, Now, Period, Source
from helder.facts.tables import CONTACTS
from helder.model.zones import day_start

if TYPE_CHECKING:
    from typing import Any

    import ibis.expr.types as ir

_BEGINNING = datetime(1970, 1, 1)  # noqa: DTZ001 - UTC, as stored
_TICK = timedelta(microseconds=1)


def _ticks(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _BEGINNING) // _TICK


def _close(period: Period, now: Now | None) -> tuple[datetime, date]:
    """The moment at which a period closes, and the local day of it: now, where the period is not over."""
    if now is not None and period.start == now.within:
        return now.at, now.day
    return period.closes, period.end - timedelta(days=1)


def _queued(source: Source) -> ir.Table:
    import ibis

    since_1970 = ibis.literal(_BEGINNING, type="timestamp(6)")
    ends = [_close(period, source.now) for period in source.periods]
    closes, last_days = [moment for moment, _ in ends], [day for _, day in ends]
    # Now is worked out where it is asked, as a plan leaves it open.
    closed: list[Any] = [
        ibis.literal(moment, type="timestamp(6)").delta(since_1970, unit="microsecond")
        if source.now and moment == source.now.at
        else _ticks(moment)
        for moment in closes
    ]
    begins = [day_start(day, source.zone) for day in last_days]
    # The stored day may be that of another zone; the few rows left are then looked at closely.
    off = (0,) if source.zone == source.stored_zone else (-1, 0, 1)
    about = sorted({day + timedelta(days=n) for day in last_days for n in off})
    t = source["contacts"].filter(lambda t: t.queued_at.notnull() & t.queued_at_day.isin(about))
    # A wait that is told of a contact without an outcome is how long it was when the row was sent.
    told = ibis.ifelse(t.outcome.notnull(), (t.wait_seconds * 1_000_000 + 0.5).floor().cast("int64"), ibis.null("int64"))
    at = t.queued_at.delta(since_1970, unit="microsecond")
    left = ibis.coalesce(t.answered_at, t.ended_at).delta(since_1970, unit="microsecond")
    entered = t.queued_at + ibis.interval(microseconds=1)  # at a border is in the period that begins there
    # Each is one step of its own: what is made of another would be written out wherever that is.
    t = t.mutate(
        at=at,
        left=ibis.coalesce(left, at + told),
        closes=step(entered, closes, [*closed, 0]),
        begins=step(entered, closes, [*map(_ticks, begins), 0]),
        start=step(entered, closes, [*(ibis.literal(period.start) for period in source.periods), ibis.null("date")]),
    )
    t = t.filter((t["at"] >= t.begins) & (t["at"] < t.closes))
    # What has an outcome but no moment at which it left is over all the same.
    waits = (t.left >= t.closes) | (t.left.isnull() & t.outcome.isnull())
    return t.mutate(waits=waits.fill_null(False), waited_so_far=(t.closes - t["at"]) / 1_000_000).drop(
        "at", "left", "closes", "begins"
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
    related={"contacts": OF_CONTACT},
)
