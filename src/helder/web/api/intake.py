"""The way in for rows over HTTP, POST /api/v1/tables/{table}: past Django's pages, as what it costs is paid a thousand times."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from helder.errors import BadInput, HelderError, UnknownName
from helder.model import TABLES, Table
from helder.web import serving
from helder.web.api import access, once, receiving
from helder.web.api.access import Pace
from helder.web.api.answer import Answer, Refused, failure, problem
from helder.web.api.bodies import Body, Gone, Incoming, Limits, Receive, drained, packing_of, received
from helder.web.tokens import known
from helder.web.tokens.models import Token

P = ParamSpec("P")
T = TypeVar("T")
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

PREFIX = "/api/v1/tables/"
#: Sends under way at once; more are asked to come again.
_MOST = 512
#: Bytes of a plain body that is read where it came in, as quicker than handing it to another thread.
_AT_ONCE = 16 << 10
_log = logging.getLogger(__name__)


class Intake:
    """Takes rows for one server. pace: how often a token may ask."""

    def __init__(self, home: Path, limits: Limits, pace: Pace) -> None:
        self._home, self._limits, self._pace = home, limits, pace
        self._under_way = 0
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="helder-intake")
        receiving.clear_left_over(home)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, whatever it brings."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        incoming = Incoming(receive)
        self._under_way += 1
        try:
            found = await self._answered(scope["path"].removeprefix(PREFIX), headers, incoming)
        except Gone:
            return
        except HelderError as error:
            found = problem(error)
            if "expect" not in headers:  # one that waits to be told to go on has not begun
                await drained(incoming)
        except DatabaseError as error:
            _log.warning("A send failed: %s", error)
            found = problem(Refused(503, "The database of accounts does not answer.", fix="Send it again.", after=2))
        except Exception:  # noqa: BLE001 - whatever happens, the sender is answered
            _log.exception("A send failed")
            found = failure()
        finally:
            self._under_way -= 1
        await _give(send, found)

    async def _answered(self, name: str, headers: Mapping[str, str], incoming: Incoming) -> Answer:
        token = await self._holder(headers.get("authorization", ""))
        self._pace.hold(token)
        table = _table(name)
        access.may_write(token, table.name)
        if self._under_way > _MOST or serving.now().stopping.is_set():
            raise Refused(503, "The server has much to do.", fix="Send it again as Retry-After says.", after=1)
        form, packing = receiving.form_of(headers.get("content-type", "")), packing_of(headers.get("content-encoding", ""))
        key = headers.get("idempotency-key")
        if key is not None:
            once.check(key)
        with receiving.room(self._home) as room:
            body = await received(incoming, headers.get("content-length", ""), packing, self._limits, room.spool)
            take = partial(self._taken, table, form, body, room, f"api: {token}")
            return await (take() if key is None else self._once(token, key, _digest(table, form, body), take))

    async def _holder(self, header: str) -> Token:
        digest = access.digest_in(header)
        fresh, token = known.remembered(digest)
        return access.holding(token if fresh else await self._in_thread(_with_database(known.holder), digest))

    async def _once(self, token: Token, key: str, digest: str, take: Callable[[], Awaitable[Answer]]) -> Answer:
        before = await self._in_thread(_with_database(once.begin), token, key, digest)
        if before is not None:
            return before
        try:
            found = await take()
            await self._in_thread(_with_database(once.end), token, key, found)
        except BaseException:
            await asyncio.shield(self._in_thread(_with_database(once.undo), token, key))
            raise
        return found

    async def _taken(self, table: Table, form: str, body: Body, room: receiving.Room, source: str) -> Answer:
        """Check and keep the rows of a body."""
        at_once = body.path is None and body.packing is None and len(body.data) <= _AT_ONCE
        try:
            if at_once:
                rows = receiving.small_rows(table, form, body)
            else:
                rows = await self._in_thread(receiving.small_rows, table, form, body)
            if rows is not None:
                return receiving.told(table, await asyncio.wrap_future(serving.now().arrivals.send(table, rows, source=source)))
            loading = await self._in_thread(receiving.loaded, table, form, body, self._limits, room, source)
            return await asyncio.wrap_future(loading)
        except BadInput as error:
            raise BadInput(error.what, where=error.where or "the body", fix=error.fix) from error
        except OSError as error:
            raise Refused(503, f"The body cannot be kept: {error.strerror}.", fix="Make room on the disk.", after=60) from error

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **given: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **given))


def _table(name: str) -> Table:
    if name not in TABLES:
        unknown = UnknownName("table", name, TABLES)
        raise Refused(404, unknown.what, where="the address", fix=unknown.fix)
    return TABLES[name]


def _digest(table: Table, form: str, body: Body) -> str:
    return hashlib.sha256(f"{table.name} {form} {body.packing} {body.digest}".encode()).hexdigest()


def _with_database(work: Callable[P, T]) -> Callable[P, T]:
    """The work, by the connection its thread has to the database; by a new one where that was cut off."""

    def done(*args: P.args, **given: P.kwargs) -> T:
        try:
            return work(*args, **given)
        except (OperationalError, InterfaceError):
            connection.close()
            return work(*args, **given)

    return done


async def _give(send: Send, found: Answer) -> None:
    headers = {
        "content-type": found.kind,
        "content-length": str(len(found.body)),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        **{name.lower(): value for name, value in found.headers.items()},
    }
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": found.status, "headers": pairs})
    await send({"type": "http.response.body", "body": found.body})
