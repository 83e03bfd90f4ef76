"""Who holds a token: looked up by its hash, and remembered for a few seconds so that a thousand sends a second ask once."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from datetime import timedelta
from threading import Lock

from django.utils import timezone

from helder.web.tokens.models import Token

#: Seconds after which a token is looked up anew: so long one revoked from the command line still opens.
_FRESH = 5.0
_KEPT = 10_000
#: How often it is noted that a token is used.
_NOTED = timedelta(minutes=1)

_found: OrderedDict[str, tuple[float, Token | None]] = OrderedDict()
_lock = Lock()


def remembered(digest: str) -> tuple[bool, Token | None]:
    """Whether the holder of a hash is known without a look into the database, and the token; None where it opens nothing."""
    with _lock:
        until, token = _found.get(digest, (0.0, None))
    fresh = time.monotonic() < until
    return fresh, token if fresh and token is not None and token.holds else None


def holder(digest: str) -> Token | None:
    """The token with this hash; None where there is none that holds. Notes that it is used."""
    fresh, token = remembered(digest)
    if fresh:
        return token
    token = Token.objects.select_related("department").filter(digest=digest).first()
    if token is not None and not (hmac.compare_digest(token.digest, digest) and token.holds):
        token = None
    if token is not None:
        _note(token)
    with _lock:
        _found[digest] = (time.monotonic() + _FRESH, token)
        _found.move_to_end(digest)
        while len(_found) > _KEPT:
            _found.popitem(last=False)
    return token


def forget() -> None:
    """Look every token up anew: what they open has changed."""
    with _lock:
        _found.clear()


def _note(token: Token) -> None:
    now = timezone.now()
    if token.used_at is None or now - token.used_at > _NOTED:
        Token.objects.filter(pk=token.pk).update(used_at=now)
