"""The axis of time of a chart: marked where its cells begin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from helder.web import writing
from helder.web.boards.view import View


def moment(start: date) -> str:
    """A start as charts read it: as the clock says it wherever the browser is: a mere date is midnight in Greenwich."""
    return start.isoformat() if isinstance(start, datetime) else f"{start.isoformat()}T00:00:00"


def without_sliver(starts: Iterable[date]) -> list[date]:
    """The starts of cells, in order, without a first one that is cut to less than half: a line to it would stand upright."""
    found = sorted(set(starts))
    sliver = len(found) > 2 and 2 * (found[1] - found[0]) < found[2] - found[1]
    return found[1:] if sliver else found


def time_axis(starts: Iterable[date], view: View, most: int) -> Any:
    """The axis of cells that begin at `starts`, with about `most` marks; those of weeks stand where weeks begin."""
    import altair as alt

    if view.grain == "week":
        marked = sorted(set(starts))
        marked = marked[:: -(-len(marked) // most) or 1]
        days = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in marked]
        return alt.Axis(labelOverlap=True, values=days, format=writing.day_of_axes())
    clock = "%H:%M" if view.grain == "hour" else writing.days_of_axes()
    return alt.Axis(labelOverlap=True, tickCount=most, format=clock)
