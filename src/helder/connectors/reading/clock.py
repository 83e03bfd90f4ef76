"""Dates and times written as text, in UTC, with an offset, or in the local time of a zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from helder.engines import quoting
from helder.model.zones import transitions

#: A time that says itself how far it is from UTC.
_OFFSET = r"\d:\d\d(:\d\d(\.\d+)?)?\s*([zZ]|[+-]\d\d(:?\d\d)?)\s*$"


def read(given: str, formats: tuple[str, ...], zone: str | None) -> str:
    """SQL for the moment as the text has it; null where it has none.

    It is in UTC where the text has an offset of its own, else in the zone's local time (UTC where there is no zone).
    """
    if formats:
        tried = [_as_utc(f"try_strptime({given}, {quoting.literal(one)})", one) for one in formats]
        return tried[0] if len(tried) == 1 else f"coalesce({', '.join(tried)})"
    local = f"try_cast({given} as timestamp)"
    if zone is None:
        return f"case when {_plain(given)} then {local} else try_cast({given} as timestamptz) at time zone 'UTC' end"
    return local


def settled(moment: str, given: str, formats: tuple[str, ...], zone: str | None) -> str:
    """SQL for the UTC instant of a moment as read; null where it is none, or a local time the zone's clocks skip.

    A local time the clocks show twice is the first of the two.
    """
    if zone is None:
        return f"case when isfinite({moment}) then {moment} end"
    if any("%z" in one.lower() for one in formats):
        return moment
    local = _in_utc(moment, zone)
    if formats:
        return local
    own = f"not ({_plain(given)}) and regexp_matches({given}, {quoting.literal(_OFFSET)})"
    return f"case when {own} then try_cast({given} as timestamptz) at time zone 'UTC' when isfinite({moment}) then {local} end"


def _as_utc(moment: str, written: str) -> str:
    return f"({moment} at time zone 'UTC')" if "%z" in written.lower() else moment


def _plain(given: str) -> str:
    """Whether a text surely has no offset, by its length: a cast to a timestamp would pass over one without a word."""
    return (
        f"((length({given}) = 19 and {given}[17] = ':') or length({given}) = 10 or (length({given}) = 16 and {given}[14] = ':'))"
    )


def _in_utc(local: str, zone: str) -> str:
    """SQL for the UTC instant of a local time; null for times the clocks skip, the first for those they show twice."""
    changes = transitions(zone)
    if len(changes) == 1:
        return _shifted(local, changes[0][1])
    pieces: list[tuple[datetime, int | None]] = [(datetime(1, 1, 1), changes[0][1])]  # noqa: DTZ001 - local times have no zone
    for (_, before), (moment, after) in pairwise(changes):
        change = moment.replace(tzinfo=None)
        if after > before:
            pieces.append((change + timedelta(seconds=before), None))
        pieces.append((change + timedelta(seconds=max(before, after)), after))
    return _balanced(local, pieces)


def _balanced(local: str, pieces: list[tuple[datetime, int | None]]) -> str:
    """The offset by bisection: as many comparisons as the logarithm of the pieces."""
    if len(pieces) == 1:
        offset = pieces[0][1]
        return "null" if offset is None else _shifted(local, offset)
    half = len(pieces) // 2
    border = pieces[half][0].isoformat(sep=" ")
    return (
        f"case when {local} < timestamp '{border}' then {_balanced(local, pieces[:half])} "
        f"else {_balanced(local, pieces[half:])} end"
    )


def _shifted(local: str, offset: int) -> str:
    return f"({local} - interval '{offset} seconds')"
