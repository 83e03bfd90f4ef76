"""Open time between two moments: the seconds of it at which a business calendar is open.

Open time up to a moment is that before its day and that of the day's spans up to it; what lies between two moments is
the difference. So it takes one look-up for each of them, whatever lies between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helder.errors import UnknownName
from helder.facts.elapsed import seconds_between
from helder.model.calendars import ALWAYS, OWN, ROLES, Calendar, open_days

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

#: The column that says which calendar a row goes by.
CALENDAR = "calendar"


@dataclass(frozen=True)
class OpeningHours:
    """The calendars of a workspace, as tables where its facts are. lend: gives rows of ours to the engine, by a name."""

    calendars: Mapping[str, Calendar]
    lend: Callable[[str, pa.Table], ir.Table]

    def days(self, calendar: str) -> ir.Table:
        """Open time per day of one calendar, or of all where each row has its own."""
        if calendar == OWN:
            return self.lend("open_days", open_days(self.calendars.values()))
        if calendar not in self.calendars:
            raise UnknownName("calendar", calendar, [ALWAYS, *self.calendars])
        return self.lend(f"open_days_{calendar}", open_days([self.calendars[calendar]]))


def _nowhere(name: str, rows: pa.Table) -> ir.Table:
    raise NotImplementedError(f"there is no engine to give {name} to")


#: The calendars of a place that has none: every hour counts.
NO_CALENDARS = OpeningHours({}, _nowhere)


def with_calendar(t: ir.Table, calendar: str, hours: OpeningHours) -> ir.Table:
    """The rows with the calendar each goes by: that of its queue, else of its team, else of its channel; null for none."""
    import ibis

    if calendar == ALWAYS:
        return t
    if calendar != OWN:
        return t.mutate(**{CALENDAR: ibis.literal(calendar)})
    found = []
    for column, role in ROLES.items():
        whose = {value: c.name for c in hours.calendars.values() for value in getattr(c, role)}
        if whose and column in t.columns:
            found.append(ibis.cases(*((t[column] == value, name) for value, name in whose.items()), else_=ibis.null("string")))
    return t.mutate(**{CALENDAR: ibis.coalesce(*found) if found else ibis.null("string")})


def with_seconds(t: ir.Table, calendar: str, hours: OpeningHours, spans: Mapping[str, tuple[str, str]]) -> ir.Table:
    """The rows with the seconds between two of their moments, by the name of the new column.

    Of a calendar they are those at which it is open; null where it does not know one of the two days.
    """
    if calendar == ALWAYS:
        return t.mutate(**{name: seconds_between(t[start], t[end]) for name, (start, end) in spans.items()})
    days = hours.days(calendar)
    columns = list(t.columns)
    moments = {moment: f"_open_until_{i}" for i, moment in enumerate(dict.fromkeys(m for span in spans.values() for m in span))}
    for moment, opened in moments.items():
        t = _with_open_until(t, moment, opened, days)
    seconds = {name: (t[moments[end]] - t[moments[start]]) / 1_000_000 for name, (start, end) in spans.items()}
    return t.select(*(c for c in columns if c not in seconds), **seconds)


def _with_open_until(t: ir.Table, moment: str, name: str, days: ir.Table) -> ir.Table:
    """Microseconds of open time up to a moment, from the first the calendar knows of."""
    import ibis

    columns = list(t.columns)
    own = days.rename({f"_{c}": c for c in days.columns})
    # Keys by name: the same days are looked up for several moments, and a column itself would not say for which.
    joined = t.mutate(_on=t[moment].date()).left_join(own, [(CALENDAR, "_calendar"), ("_on", "_day")])
    within = joined[moment].delta(joined._on.cast("timestamp(6)"), unit="microsecond")
    spans = [(joined[f"_from_{i}"], joined[f"_to_{i}"]) for i in range(1, 1 + sum(c.startswith("from_") for c in days.columns))]
    opened = sum((ibis.greatest(ibis.least(within, to) - start, 0) for start, to in spans), joined._before)
    known = within.between(joined._known_from, joined._known_to)
    return joined.select(*columns, **{name: ibis.ifelse(known, opened, ibis.null("int64"))})
