"""Streams to open pages, which end with the session they were opened in, and with any change of what its person may see."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from helder.web.accounts import sittings
from helder.web.accounts.models import Person, Sitting
from helder.web.accounts.seeing import scope_of

#: Seconds for which what was found of a session is taken to hold.
_EVERY = 2.0


def bound(request: HttpRequest, person: Person, response: HttpResponseBase) -> HttpResponseBase:
    """An answer; where it is a stream of events, one that ends as soon as another answer would be due.

    The browser then connects again by itself, as whoever it is by then.
    """
    key = request.session.get(sittings.KEY)
    events = response.headers.get("Content-Type", "").startswith("text/event-stream")
    if isinstance(response, StreamingHttpResponse) and response.is_async and events:
        response.streaming_content = _while_it_holds(response.streaming_content, key, _mark(person))
    return response


async def _while_it_holds(pieces: Any, key: str | None, mark: object) -> AsyncIterator[bytes]:
    looked = time.monotonic()
    async with aclosing(pieces):
        async for piece in pieces:
            if time.monotonic() - looked >= _EVERY:
                if await sync_to_async(_mark_of)(key) != mark:
                    return
                looked = time.monotonic()
            yield piece


def _mark_of(key: str | None) -> object:
    """What somebody may see by now; None once their session has ended."""
    sitting = Sitting.objects.select_related("person").filter(key=key, person__is_active=True).first() if key else None
    return None if sitting is None else _mark(sitting.person)


def _mark(person: Person) -> object:
    return (person.role, scope_of(person))
