"""On which side of a line a figure is, without fluttering."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Whether a figure is beyond its line, None while that is not known, and what it was last where that is not sure yet."""

    beyond: bool | None = None
    wavering: bool | None = None


def is_beyond(value: float, line: float, margin: float, *, above: bool, was: bool | None) -> bool:
    """Whether a figure is beyond the line; one that was stays so until it has come back by the margin."""
    back = margin if was else 0.0
    return value > line - back if above else value < line + back


def placed(side: bool, before: Place, *, provisional: bool) -> Place:
    """Where a figure is, now that it is seen on a side. A provisional one counts once it was so at two looks."""
    if before.beyond is None or side == before.beyond or not provisional or before.wavering == side:
        return Place(side)
    return Place(before.beyond, side)
