"""The figures around a firing, as they were when it began: what its picture is drawn from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from helder.web.alerts import asking
from helder.web.alerts.judging import Verdict, surprise
from helder.web.alerts.models import Alert, Grain, Kind
from helder.web.alerts.seasons import PAST

#: Periods that are drawn.
SHOWN = {Grain.HOUR: 48, Grain.DAY: 28, Grain.WEEK: 26}


def evidence(alert: Alert, found: Verdict) -> list[list[Any]]:
    """Points of label, value, low and high, the oldest first: with what was expected where it is held against its season."""
    grain = Grain(alert.grain) if alert.kind == Kind.SEASON else Grain.DAY
    shown = SHOWN[grain]
    if alert.kind != Kind.SEASON:
        track = asking.track(alert, grain, asking.local_now() - timedelta(days=shown), asking.local_now())
        rows = track.rows.get(found.segment, ())
        counted = alert.kind == Kind.NO_DATA
        return [
            point(start.isoformat(), None if row is None or row.suppressed else (row.n or 0) if counted else row.value)
            for start, row in zip(track.starts, rows, strict=False)
        ]
    past = PAST[grain] + (1 if grain == Grain.HOUR else shown)
    track = asking.track(alert, grain, found.period - asking.LENGTHS[grain] * past, found.period)
    rows = track.rows.get(found.segment, ())
    verdicts = surprise(alert, track.starts, rows, 1 if grain == Grain.HOUR else shown)
    bands = {one.period: one for one in verdicts}
    before = [(start, row) for start, row in zip(track.starts, rows, strict=True)][-shown:]
    return [
        point(start.isoformat(), bands[start].figure, bands[start].low, bands[start].high)
        if start in bands
        else point(start.isoformat(), row.value if row else None)
        for start, row in before
    ]


def point(label: str, value: float | None, low: float | None = None, high: float | None = None) -> list[Any]:
    """One point of a picture."""
    return [label, value, low, high]
