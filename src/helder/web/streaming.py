"""Large bodies read as they arrive: Django by itself would first keep the whole of one in a temporary file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from io import RawIOBase
from typing import Any

from django.core.handlers.asgi import ASGIHandler

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
#: Seconds without a byte after which a body is given up.
_PATIENCE = 60
#: Addresses whose posts are read as they arrive. Their views see who asks before any of the body is taken.
PATHS = ("/uploads",)


class Streaming(ASGIHandler):
    """Django, given the bodies of posts to PATHS piece by piece."""

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle one request."""
        if scope["method"] == "POST" and scope["path"].startswith(PATHS):
            receive = _Arriving(receive)
        await super().handle(scope, receive, send)

    async def read_body(self, receive: Any) -> Any:
        """The body: whole, or as it arrives."""
        return _Body(receive) if isinstance(receive, _Arriving) else await super().read_body(receive)


class _Arriving:
    """The messages of a request. Calling it waits for what comes after the body, which is the client leaving."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.loop = asyncio.get_running_loop()
        self.taken = asyncio.Event()

    async def __call__(self) -> Mapping[str, Any]:
        await self.taken.wait()
        return await self.receive()

    async def piece(self) -> bytes | None:
        """The next piece of the body; None at its end. Raises OSError where the client has left, or sends no more."""
        if self.taken.is_set():
            return None
        message = await asyncio.wait_for(self.receive(), _PATIENCE)
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("The client has left.")
        if not message.get("more_body", False):
            self.taken.set()
        return bytes(message.get("body", b""))


class _Body(RawIOBase):
    """A body to be read from the thread of a view."""

    def __init__(self, arriving: _Arriving) -> None:
        self._arriving = arriving
        self._left = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what has arrived; 0 at the end."""
        while not self._left:
            piece = asyncio.run_coroutine_threadsafe(self._arriving.piece(), self._arriving.loop).result()
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size
