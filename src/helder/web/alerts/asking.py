"""Asking for the figures that an alert watches, within the rows that its owner may see."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from helder.errors import BadQuestion, UnknownName
from helder.metrics import Metric
from helder.query.answer import Row
from helder.query.scope import Scope
from helder.web import serving
from helder.web.accounts.seeing import scope_of
from helder.web.alerts.models import Alert, Grain, Kind
from helder.web.boards.opening import in_confidence
from helder.workspace import Workspace

#: Values of a dimension that are watched at most: those with most rows.
MOST = 50
#: Letters of a segment that a firing keeps.
_LONGEST = 200
#: How long a period lasts.
LENGTHS = {Grain.HOUR: timedelta(hours=1), Grain.DAY: timedelta(days=1), Grain.WEEK: timedelta(days=7)}


@dataclass(frozen=True)
class Track:
    """The figures of each segment, period by period. starts: local first moments; rows: None where there is none."""

    starts: tuple[datetime, ...]
    rows: Mapping[str, tuple[Row | None, ...]]


def metric_of(alert: Alert) -> Metric:
    """The metric that is watched. Raises UnknownName for one that is no more."""
    return serving.catalog().find(alert.metric)


def workspace(alert: Alert) -> Workspace:
    """What an alert's questions are put to."""
    return serving.now().questions.workspace.within(scope_of(alert.owner))


def condition(alert: Alert) -> str | None:
    """The condition of an alert's filters."""
    pairs = [(name, value) for name, value in alert.filters]
    return Scope((tuple((name, (value,)) for name, value in pairs),)).condition((metric_of(alert),)) if pairs else None


def check(alert: Alert) -> None:
    """See that what an alert watches can be asked. Raises UnknownName, BadQuestion or NotInScope."""
    metric = metric_of(alert)
    for name in [*(pair[0] for pair in alert.filters), *([alert.each] if alert.each else [])]:
        if name not in metric.dimensions:
            raise UnknownName(_("dimension"), name, metric.dimensions, where=metric.name)
    if alert.kind == Kind.SEASON and alert.grain == Grain.HOUR and "hour" not in metric.dimensions:
        raise BadQuestion(_("It is not known by the hour."), where="grain", fix=_("Choose days or weeks."))
    show(alert, since="1970-01-01", until="1970-01-02")


def local_now() -> datetime:
    """This moment by the workspace's clock, without its zone."""
    return datetime.now(serving.zone()).replace(tzinfo=None)


def show(alert: Alert, *, by: Sequence[str] = (), **about: Any) -> list[Row]:
    """The rows of a question about what an alert watches."""
    asked = (*by, alert.each) if alert.each else tuple(by)
    confidential = in_confidence(alert.owner, alert.metric)
    return list(workspace(alert).show(alert.metric, by=asked, where=condition(alert), confidential=confidential, **about).rows)


def whole(alert: Alert, since: date, until: date, **about: Any) -> dict[str, Row]:
    """The figure of each segment over a period."""
    return {_segment(alert, row): row for row in _main(alert, show(alert, since=since, until=until, **about))}


def track(alert: Alert, grain: str, first: datetime, until: datetime) -> Track:
    """The figures of the periods from that of `first` to the one that `until` lies in."""
    starts = [begin(grain, first)]
    while starts[-1] + LENGTHS[Grain(grain)] <= until:
        starts.append(starts[-1] + LENGTHS[Grain(grain)])
    about: dict[str, Any] = {"since": starts[0].date(), "until": until.date() + timedelta(days=1)}
    by_hour = grain == Grain.HOUR
    rows = show(alert, by=("hour",), grain="day", **about) if by_hour else show(alert, grain=grain, **about)
    found: dict[str, dict[datetime, Row]] = {}
    for row in _main(alert, rows):
        assert row.start is not None
        clock = time(int(row.by[0])) if by_hour else time()
        found.setdefault(_segment(alert, row), {})[datetime.combine(row.start, clock)] = row
    return Track(tuple(starts), {segment: tuple(there.get(start) for start in starts) for segment, there in found.items()})


def has_rows(row: Row | None) -> bool:
    """Whether anything was counted; rows too few to be shown are rows."""
    return row is not None and bool(row.n or row.suppressed)


def begin(grain: str, moment: datetime) -> datetime:
    """The first moment of the period that a moment lies in."""
    if grain == Grain.HOUR:
        return moment.replace(minute=0, second=0, microsecond=0)
    day = datetime.combine(moment.date(), time())
    return day - timedelta(days=day.weekday()) if grain == Grain.WEEK else day


def _segment(alert: Alert, row: Row) -> str:
    return brief(str(row.by[-1])) if alert.each else ""


def brief(segment: str) -> str:
    """A segment as a firing can keep it: a long one cut, with a hash of the whole so that two stay two."""
    if len(segment) <= _LONGEST:
        return segment
    return f"{segment[: _LONGEST - 14]} [{hashlib.sha256(segment.encode()).hexdigest()[:11]}]"


def _main(alert: Alert, rows: list[Row]) -> list[Row]:
    """The rows of the scale or currency with most rows, of the segments that have most."""
    named = [row for row in rows if None not in row.by]
    main = _most(named, lambda row: row.labels, 1)
    alike = [row for row in named if row.labels in main]
    kept = _most(alike, lambda row: _segment(alert, row), MOST)
    return [row for row in alike if _segment(alert, row) in kept]


def _most(rows: list[Row], key: Callable[[Row], Any], many: int) -> set[Any]:
    counts: Counter[Any] = Counter()
    for row in rows:
        counts[key(row)] += row.n or 0
    return {found for found, _n in counts.most_common(many)}
