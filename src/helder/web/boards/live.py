"""Telling open boards that the store has changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse

from helder.errors import StoreError
from helder.web import serving
from helder.web.accounts.models import Person, Right

_EVERY = 0.5
_FOR = 15 * 60.0


async def live(request: HttpRequest) -> StreamingHttpResponse:
    """The number of the last load, sent when it changes: server-sent events, for a quarter of an hour at a time.

    The browser connects again by itself, and must then be signed in still.
    """
    who = await request.auser()
    if not isinstance(who, Person) or not who.may(Right.BOARD):
        raise PermissionDenied
    headers = {"Cache-Control": "no-store", "Content-Encoding": "identity"}  # browsers read the first packed piece only
    return StreamingHttpResponse(_batches(), content_type="text/event-stream", headers=headers)


async def _batches() -> AsyncIterator[str]:
    server, ends, sent = serving.now(), time.monotonic() + _FOR, None
    latest = sync_to_async(server.questions.recent_batch, thread_sensitive=False)
    yield "retry: 3000\n\n"
    while time.monotonic() < ends and not server.stopping.is_set():
        try:
            batch = await latest()
        except StoreError:
            return
        if batch != sent:
            sent = batch
            yield f"event: batch\ndata: {batch}\n\n"
        await asyncio.sleep(_EVERY)
