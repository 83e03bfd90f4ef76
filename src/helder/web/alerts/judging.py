"""Whether what an alert watches is so now, in each of its segments."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helder.query.answer import Row
from helder.stats.anomaly import Scale
from helder.stats.crossing import is_beyond
from helder.stats.tests import benjamini_hochberg
from helder.web.alerts import asking, seasons
from helder.web.alerts.models import Alert, Grain, Kind, Side

#: By how much surer the past must be of a firing's end than of its beginning: it stays while p is up to so many times the level.
HOLDS = 3.0
#: How long a period waits for rows of after it, which show that its own have come in.
_WAITS = {Grain.HOUR: timedelta(hours=1), Grain.DAY: timedelta(hours=12), Grain.WEEK: timedelta(hours=24)}
_SHORT = gettext_lazy("The past is too short to tell: it takes four of the season, and twelve periods.")
#: Days in which rows are looked for where none come in.
_LOOKED = 28


@dataclass(frozen=True)
class Verdict:
    """What was found of one segment. beyond: whether it is so, None where that cannot be told, and then `why`.

    period: first moment of the period that it is about. expected, low, high: what was likely, the line, or the figure before.
    """

    segment: str
    beyond: bool | None
    period: datetime
    figure: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    n: int | None = None
    unit: str = ""
    provisional: bool = False
    why: str = ""


def judge(alert: Alert, now: datetime, already: Collection[str]) -> list[Verdict]:
    """What is found of each segment at a local moment. already: the segments of which it was so at the last look.

    Raises a HelderError where the metric cannot be asked.
    """
    return list(_KINDS[Kind(alert.kind)](alert, now, already))


def newest_whole(alert: Alert, track: asking.Track, now: datetime) -> int:
    """Place of the newest period that is over and whose rows have come in: some of after it have, or enough time has gone by."""
    last = len(track.starts) - 1  # the period that is not over yet
    under_way = any(asking.has_rows(row) for rows in track.rows.values() for row in rows[last:])
    waited = now - track.starts[last] >= _WAITS[Grain(alert.grain)]
    return last - 1 if under_way or waited else last - 2


def is_side(alert: Alert, difference: float) -> bool:
    """Whether a difference goes the way that is watched."""
    return alert.side == Side.EITHER or (difference > 0) == (alert.side == Side.ABOVE)


def _threshold(alert: Alert, now: datetime, already: Collection[str]) -> Iterator[Verdict]:
    until = now.date() + timedelta(days=1)
    since = until - timedelta(days=alert.days)
    for segment, row in asking.whole(alert, since, until).items():
        # Its last day is today, so rows may always come in; what matters is whether those there are may still change.
        row = row._replace(provisional=row.provisional and row.metric.matures_after({}) > 0)
        yield replace(beside_line(alert, _midnight(since), row, was=segment in already), segment=segment)


def beside_line(alert: Alert, period: datetime, row: Row, *, was: bool) -> Verdict:
    """What is found of a figure and the line."""
    line = alert.threshold or 0.0
    why = too_few(alert, row) or ("" if row.value is not None else _("There is no figure."))
    found = _verdict(period, row, expected=line, why=why)
    if why or row.value is None:
        return found
    return replace(found, beyond=is_beyond(row.value, line, alert.margin, above=alert.side == Side.ABOVE, was=was))


def _change(alert: Alert, now: datetime, already: Collection[str]) -> Iterator[Verdict]:
    days = asking.track(alert, Grain.DAY, now - timedelta(days=3), now)
    until = days.starts[newest_whole(alert, days, now)].date() + timedelta(days=1)
    since = until - timedelta(days=alert.days)
    rows = asking.whole(alert, since, until, compare="previous")
    yield from _corrected(alert, already, [(segment, changed(alert, _midnight(since), row)) for segment, row in rows.items()])


def changed(alert: Alert, period: datetime, row: Row) -> Verdict:
    """What is found of a figure against that of as many days before."""
    why = too_few(alert, row) or ("" if row.p is not None and math.isfinite(row.p) else _("It cannot be tested."))
    return _verdict(period, row, expected=row.previous, p=row.p, why=why)


def _season(alert: Alert, now: datetime, already: Collection[str]) -> Iterator[Verdict]:
    grain = Grain(alert.grain)
    track = asking.track(alert, grain, now - asking.LENGTHS[grain] * (seasons.PAST[grain] + 2), now)
    end = newest_whole(alert, track, now) + 1
    found = [(segment, surprise(alert, track.starts[:end], rows[:end])[-1]) for segment, rows in track.rows.items() if rows[:end]]
    yield from _corrected(alert, already, found)


def surprise(alert: Alert, starts: Sequence[datetime], rows: Sequence[Row | None], last: int = 1) -> list[Verdict]:
    """What is found of the last so many periods of one segment, each against its own past."""
    metric = asking.metric_of(alert)
    series = seasons.series_of(metric, starts, rows, alert.grain)
    counted = series.scale in (Scale.COUNT, Scale.AMOUNT)
    found = seasons.judged(series, alert.grain, alert.level, last)
    verdicts = []
    for place, one in zip(range(len(rows) - len(found), len(rows)), found, strict=True):
        row, value = rows[place], float(series.values[place])
        few = "" if counted or row is None else too_few(alert, row)
        why = few or ("" if one.known else _SHORT) or ("" if math.isfinite(value) else _("There is no figure."))
        verdicts.append(
            Verdict(
                "",
                None,
                starts[place],
                figure=_known(value),
                expected=_known(one.expected),
                low=_known(one.low),
                high=_known(one.high),
                p=_known(one.p),
                n=int(series.n[place]),
                unit=_unit(rows),
                provisional=bool(row and row.provisional),
                why=str(why),
            )
        )
    return verdicts


def _no_data(alert: Alert, now: datetime, already: Collection[str]) -> Iterator[Verdict]:
    by_hour = "hour" in asking.metric_of(alert).dimensions
    grain = Grain.HOUR if by_hour else Grain.DAY
    track = asking.track(alert, grain, now - timedelta(days=_LOOKED), now)
    for segment, rows in track.rows.items():
        there = zip(track.starts, rows, strict=True)
        ends = [start + asking.LENGTHS[grain] for start, row in there if asking.has_rows(row)]
        if not ends:
            why = _("There were no rows in the last %(days)s days.") % {"days": _LOOKED}
            yield Verdict(segment, None, track.starts[0], n=0, why=why)
            continue
        since = min(ends[-1], now)
        silent = (now - since).total_seconds()
        yield Verdict(segment, silent >= alert.hours * 3600, since, silent, n=0, unit="s")


def _corrected(alert: Alert, already: Collection[str], found: list[tuple[str, Verdict]]) -> list[Verdict]:
    return corrected(alert, already, [replace(one, segment=segment) for segment, one in found])


def corrected(alert: Alert, already: Collection[str], found: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts of all segments, decided by their p corrected for how many there are."""
    told = [math.nan if one.why or one.p is None else one.p for one in found]
    adjusted = benjamini_hochberg(told, alert.level)[0].tolist() if told else []
    return [_decided(alert, one, p, was=one.segment in already) for one, p in zip(found, adjusted, strict=True)]


def _decided(alert: Alert, one: Verdict, p: float, *, was: bool) -> Verdict:
    """A verdict with whether it is so, by its corrected p."""
    if math.isnan(p) or one.figure is None or one.expected is None:
        return one
    difference = one.figure - one.expected
    far = abs(difference) >= alert.minimum and is_side(alert, difference)
    return replace(one, p=p, beyond=far and p <= alert.level * (HOLDS if was else 1.0))


def too_few(alert: Alert, row: Row) -> str:
    """Why a figure is not judged: it is hidden, or rests on few rows; nothing where it is."""
    if row.suppressed:
        return _("It is about too few to be shown.")
    if (row.n or 0) < alert.smallest and not _is_number(row):
        return _("Only %(n)s rows; it counts from %(smallest)s.") % {"n": row.n or 0, "smallest": alert.smallest}
    return ""


def _unit(rows: Sequence[Row | None]) -> str:
    return next((row.unit for row in rows if row is not None), "")


def _is_number(row: Row) -> bool:
    """Whether the figure is itself how many rows there are."""
    return seasons.scale_of(row.metric, [row]) is Scale.COUNT


def _verdict(period: datetime, row: Row, *, expected: float | None, why: str, p: float | None = None) -> Verdict:
    return Verdict("", None, period, row.value, expected, row.low, row.high, p, row.n, row.unit, row.provisional, why)


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _midnight(day: object) -> datetime:
    return datetime.fromisoformat(str(day))


_KINDS: dict[Kind, Callable[[Alert, datetime, Collection[str]], Iterator[Verdict]]] = {
    Kind.THRESHOLD: _threshold,
    Kind.CHANGE: _change,
    Kind.SEASON: _season,
    Kind.NO_DATA: _no_data,
}
