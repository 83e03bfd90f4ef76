"""Telling open pages what has changed: server-sent events, for a quarter of an hour at a time.

The browser connects again by itself, and must then be signed in still.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse

from helder.errors import StoreError
from helder.model import TABLES
from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.boards.metric_views import known, latest
from helder.web.boards.opening import check_metric, may_open, opened, opens_first
from helder.web.boards.seen import Seen, events_of, seen_by, streamed

#: A metric's whole page is worked out anew, not more often than this; looks are cheap.
_SELDOM, _LOOK = 2.0, 0.5
_LASTS = 15 * 60.0


async def live(request: HttpRequest) -> StreamingHttpResponse:
    """What has changed: the tiles of a board; of a metric's page, or of an empty store, that it is to be asked for anew."""
    who = await request.auser()
    if not isinstance(who, Person):
        raise PermissionDenied
    if "metric" in request.GET:
        await sync_to_async(check_metric)(who, request.GET["metric"])
        return events_of(_batches(known(request.GET["metric"]).tables))
    if "any" in request.GET:
        return events_of(_batches(frozenset(TABLES)))
    one = await sync_to_async(_seen)(request, who)

    async def holds() -> bool:
        return await sync_to_async(_still)(who, one)

    return streamed(one, holds)


def _seen(request: HttpRequest, who: Person) -> Seen:
    """What somebody looks at."""
    return seen_by(who, opened(who, request.GET.get("board") or opens_first(who)), request.GET)


def _still(who: Person, one: Seen) -> bool:
    """Whether the board is open to somebody still, in the same version; sessions and rows are looked after for all streams."""
    now = may_open(who, one.board.key)
    return now is not None and now.version == one.board.version


async def _batches(tables: frozenset[str]) -> AsyncIterator[str]:
    """The number of the last load that changed any of some tables, when it changes."""
    server, ends, sent = serving.now(), time.monotonic() + _LASTS, None
    look = sync_to_async(server.questions.recent_batches, thread_sensitive=False)
    yield "retry: 3000\n\n"
    while time.monotonic() < ends and not server.stopping.is_set():
        try:
            batch = latest(await look(), tables)
        except StoreError:
            return
        if batch != sent:
            sent = batch
            yield f"event: batch\ndata: {batch}\n\n"
            await asyncio.sleep(_SELDOM - _LOOK)
        await asyncio.sleep(_LOOK)
