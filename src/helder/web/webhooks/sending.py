"""Delivering messages: signed, tried again with growing pauses for a day, never to an address that may not be called."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import ssl
import time
from datetime import datetime, timedelta
from functools import cache

import httpx
from django.utils import timezone

from helder import __version__, outgoing
from helder.errors import HelderError
from helder.vault import Vault
from helder.web import serving
from helder.web.webhooks import actions
from helder.web.webhooks.models import Delivery, Endpoint, State

#: Seconds before the second try, how the pause grows, and to how much at most; tries, which come to a day in all.
_FIRST, _GROWS, _MOST, _TRIES = 5.0, 4.0, 4 * 3600.0, 12
#: After how much failing an endpoint is paused.
_FAILING = timedelta(hours=24)
#: How long what became of messages is kept.
_KEPT = timedelta(days=30)
#: Seconds that an endpoint has to answer, all in all.
_PATIENCE = 15.0
_SHOWN = 200
#: Answers that say it is the endpoint, not the message, for which it is no time.
_LATER = (408, 410, 425, 429)


def signature(secret: str, message: str, moment: int, body: str) -> str:
    """How a message is signed, as Standard Webhooks has it: HMAC-SHA256 over id.timestamp.body."""
    key = base64.b64decode(secret.removeprefix(actions.SECRET))
    signed = hmac.new(key, f"{message}.{moment}.{body}".encode(), hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


def waiting() -> list[int]:
    """The endpoints that messages are due for."""
    due = Delivery.objects.filter(state=State.WAITING, next_at__lte=timezone.now(), endpoint__paused_at=None)
    return list(due.order_by().values_list("endpoint_id", flat=True).distinct())


def work_off(endpoint: int, most: int = 50) -> None:
    """Try what is due for an endpoint, the oldest first, until it turns out not to answer."""
    due = Delivery.objects.filter(state=State.WAITING, next_at__lte=timezone.now(), endpoint=endpoint, endpoint__paused_at=None)
    for delivery in due.select_related("endpoint").order_by("next_at", "made_at")[:most]:
        if not deliver(delivery):
            return


def deliver(delivery: Delivery) -> bool:
    """Try a message once, and note what came of it; whether its endpoint answers, be it that it does not want this one."""
    try:
        status, said = _sent(delivery)
    except TimeoutError:
        status, said = None, f"It did not answer within {_PATIENCE:g} seconds."
    except (HelderError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        status, said = None, error.what if isinstance(error, HelderError) else f"{type(error).__name__}: {error}"
    _note(delivery, status, said)
    answers = status is not None and (200 <= status < 300 or (400 <= status < 500 and status not in _LATER))
    if not answers:  # what else waits for it waits as long
        waiting = Delivery.objects.filter(endpoint=delivery.endpoint_id, state=State.WAITING, next_at__lt=delivery.next_at)
        waiting.update(next_at=delivery.next_at)
    return answers


def forget_old() -> None:
    """Forget messages of more than thirty days ago, those too that wait for an endpoint paused so long."""
    Delivery.objects.filter(made_at__lt=timezone.now() - _KEPT).delete()


def _sent(delivery: Delivery) -> tuple[int, str]:
    """The status an endpoint answers with, and the beginning of what it says. Redirects are not followed."""
    endpoint, moment = delivery.endpoint, int(time.time())
    secret = Vault(serving.now().home).open(endpoint.secret)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Helder/{__version__}",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(secret, delivery.id, moment, delivery.body),
    }
    # The address that was checked is the one called: a name could lead elsewhere a moment later.
    url, headers["Host"], host = outgoing.pinned(endpoint.address, actions.check_address(endpoint.address)[0])
    return asyncio.run(_called(url, delivery.body, headers, host))


async def _called(url: str, body: str, headers: dict[str, str], host: str) -> tuple[int, str]:
    async with (
        asyncio.timeout(_PATIENCE),
        httpx.AsyncClient(timeout=_PATIENCE, verify=_trusted(), trust_env=False, follow_redirects=False) as client,
        client.stream("POST", url, content=body.encode(), headers=headers, extensions={"sni_hostname": host}) as answer,
    ):
        async for begins in answer.aiter_bytes(_SHOWN):
            return answer.status_code, begins.decode("utf-8", "replace")
        return answer.status_code, ""


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _note(delivery: Delivery, status: int | None, said: str) -> None:
    now, endpoint = timezone.now(), delivery.endpoint
    delivery.tries += 1
    delivery.status, delivery.said, delivery.tried_at = status, said[:300], now
    if status is not None and 200 <= status < 300:
        delivery.state = State.DONE
        Endpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=False).update(failing_since=None)
    else:
        _note_failure(delivery, endpoint, status, now)
    names = ("tries", "status", "said", "tried_at", "state", "next_at")
    Delivery.objects.filter(pk=delivery.pk).update(**{name: getattr(delivery, name) for name in names})


def _note_failure(delivery: Delivery, endpoint: Endpoint, status: int | None, now: datetime) -> None:
    pause = min(_FIRST * _GROWS ** (delivery.tries - 1), _MOST)
    delivery.next_at = now + timedelta(seconds=pause)
    if delivery.tries >= _TRIES:
        delivery.state = State.GIVEN_UP
    Endpoint.objects.filter(pk=endpoint.pk, failing_since=None).update(failing_since=now)
    endpoint.refresh_from_db(fields=["failing_since"])
    if status == 410:
        actions.pause(endpoint, "It answers that it is gone (410).")
    elif endpoint.failing_since is not None and now - endpoint.failing_since >= _FAILING:
        actions.pause(endpoint, "Nothing came to it for a day.")
