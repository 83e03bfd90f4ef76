"""How many listen through each link, so that one that is passed around does not take the server from others."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

#: Pages that may be kept up to date through one link at a time.
MOST = 200

_listening: Counter[int] = Counter()


def full(link: int) -> bool:
    """Whether no more may listen through a link, by its number."""
    return _listening[link] >= MOST


async def counted(link: int, pieces: Any) -> AsyncIterator[bytes]:
    """A stream, counted while somebody listens to it."""
    _listening[link] += 1
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece
    finally:
        _listening[link] -= 1
        if not _listening[link]:
            del _listening[link]
