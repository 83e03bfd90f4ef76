"""Asking a share of people: the same ones, however often one looks."""

from __future__ import annotations

import hashlib

_RANGE = 2**64


def sampled(sending: int, event: str, share: int) -> bool:
    """Whether a sending asks about an event. share: per cent; whom a smaller share asks, a larger one does, too."""
    digest = hashlib.blake2b(f"{sending} {event}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") * 100 < share * _RANGE
