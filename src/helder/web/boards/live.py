"""Telling open pages what has changed: server-sent events, for a quarter of an hour at a time.

The browser connects again by itself, and must then be signed in still.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, StreamingHttpResponse

from helder.boards.board import Board
from helder.errors import StoreError
from helder.model import TABLES
from helder.web import serving
from helder.web.accounts.models import Person, Right
from helder.web.boards.feed import Watched, feed
from helder.web.boards.metric_views import known, latest, tables_of
from helder.web.boards.opening import FIRST, check_metric, opened, questions_of
from helder.web.boards.pictures.board import look
from helder.web.boards.view import read
from helder.web.sharing.told import told

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
        events = _batches(tables_of(known(request.GET["metric"])))
    elif "any" in request.GET:
        events = _batches(set(TABLES))
    else:
        watched, board = await sync_to_async(_watched)(request, who)

        async def holds() -> bool:
            return await sync_to_async(_still)(request, who, watched)

        events = told(feed(watched, board).listen(), holds)
    headers = {"Cache-Control": "no-store", "Content-Encoding": "identity"}  # browsers read the first packed piece only
    return StreamingHttpResponse(events, content_type="text/event-stream", headers=headers)


def _watched(request: HttpRequest, who: Person) -> tuple[Watched, Board]:
    """What somebody looks at."""
    found, questions = opened(who, request.GET.get("board", FIRST)), questions_of(who)
    view = read(request.GET, questions.today(), found.board)
    seen = look(personal=who.may(Right.PERSONAL))
    return Watched(found.key, found.version, view.query, seen, questions.workspace.scope), found.board


def _still(request: HttpRequest, who: Person, watched: Watched) -> bool:
    """Whether somebody may see the same still: the same version of the board, and the same rows."""
    again = Person.objects.filter(pk=who.pk, is_active=True).first()
    try:
        now, _ = _watched(request, again) if again else (None, None)
    except Http404:
        return False
    return now is not None and (now.version, now.scope) == (watched.version, watched.scope)


async def _batches(tables: set[str]) -> AsyncIterator[str]:
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
