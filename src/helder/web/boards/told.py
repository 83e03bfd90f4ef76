"""What an open board is told: the changes of its feed, a sign of life between them, and that it is over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from django.utils import timezone

#: Seconds between two signs of life, and between two looks at whether it may still be seen.
BEAT = 4.0


async def told(events: AsyncIterator[str], holds: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
    """Events, and between them the time; the event `over`, once they may not be seen any more, and no others after it."""
    coming: asyncio.Future[str] | None = None
    looked = time.monotonic()
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(events))
            await asyncio.wait({coming}, timeout=max(0.0, looked + BEAT - time.monotonic()))
            if time.monotonic() >= looked + BEAT:
                if not await holds():
                    yield "event: over\ndata: \n\n"
                    return
                looked = time.monotonic()
                yield f"event: beat\ndata: {timezone.now().isoformat()}\n\n"
            if coming.done():
                event, coming = coming, None
                yield event.result()
    except StopAsyncIteration:
        return
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.wait({coming})
        await events.aclose()  # type: ignore[attr-defined]
