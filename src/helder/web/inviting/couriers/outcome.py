"""What became of handing one message over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """What is known of a message after an attempt.

    ACCEPTED: it was taken. REFUSED: it never will be. LATER: it was not taken, and may be tried again. UNKNOWN: it was handed
    over whole and nothing was said, so that it may have been taken and must not be sent again.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt.

    said: the reason, as people can read it. line: whether other messages would meet the same, so that all wait. after: seconds
    the other side asks to wait. reference: its name for the message. opted_out: whether the refusal says that the recipient wants
    no messages.
    """

    fate: Fate
    said: str = ""
    line: bool = False
    after: float | None = None
    reference: str = ""
    opted_out: bool = False


class NotReached(Exception):
    """The other side cannot be reached at all, or lets nobody in; says why."""


class Abandoned(Exception):
    """The message was taken out of the courier's hands before it was handed over."""
