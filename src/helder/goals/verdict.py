"""In one word, how a goal stands."""

from __future__ import annotations

from enum import StrEnum

from helder.goals.adding import Adding

#: Chances from which a goal is called on course, and up to which it is called at risk.
LIKELY, UNLIKELY = 0.8, 0.2


class Status(StrEnum):
    """met: reached, for good. on course, at risk: likely to be reached, or not. missed: not reached, for good."""

    NOT_STARTED = "not started"
    MET = "met"
    ON_COURSE = "on course"
    TOO_EARLY = "too early to say"
    AT_RISK = "at risk"
    MISSED = "missed"
    NO_DATA = "not enough data"
    HIDDEN = "hidden: small group"


def verdict(
    how: Adding,
    value: float,
    target: float,
    held: float,
    significant: bool | None,
    chance: float | None,
    *,
    more: bool,
    ended: bool,
    open_ended: bool,
) -> Status:
    """The word for a figure.

    held: what the figure is held against now: the target, or of a total what of it is usual by now. significant: whether
    the figure differs from that by more than chance. chance: that the target is reached, None where it is not foretold.
    more: whether it is to be at least the target.
    """
    reached = value >= target if more else value <= target
    if ended:
        return Status.MET if reached else Status.MISSED
    if open_ended:
        return Status.MET if reached else Status.MISSED if significant else Status.AT_RISK
    if how is Adding.TOTAL and reached == more:  # it can only grow
        return Status.MET if more else Status.MISSED
    if how is Adding.SPAN:
        return Status.TOO_EARLY if reached else Status.MISSED
    if chance is not None:
        return Status.ON_COURSE if chance >= LIKELY else Status.AT_RISK if chance <= UNLIKELY else Status.TOO_EARLY
    if not significant:
        return Status.TOO_EARLY
    return Status.ON_COURSE if (value >= held) == more else Status.AT_RISK
