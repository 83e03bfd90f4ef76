"""Sends repeated under one Idempotency-Key: done once, and answered alike for a day."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from helder.web.api.answer import JSON, PROBLEM, Answer, Refused
from helder.web.api.models import Sent
from helder.web.tokens.models import Token

#: How long an answer is kept.
KEPT = timedelta(hours=24)
_FORM = re.compile(r"[\x21-\x7e]{1,200}")
#: This run of the server: what an earlier one has begun and not ended is done again.
_RUN = uuid.uuid4().hex


def check(key: str) -> None:
    """Raises Refused (422) for a key that cannot be one."""
    if not _FORM.fullmatch(key):
        raise Refused(
            422, "The key has spaces, is too long or empty.", where="Idempotency-Key", fix="Give up to 200 letters, as a UUID."
        )


def begin(token: Token, key: str, digest: str) -> Answer | None:
    """The answer given before; None where the send is to be done now, of which the key is kept from now on.

    digest: of the body and where it goes. Raises Refused: 409 while it is being done, 422 for another body.
    """
    try:
        with transaction.atomic():
            Sent.objects.create(token=token, key=key, digest=digest, begun_by=_RUN)
        return None
    except IntegrityError:
        return _before(token, key, digest)


def end(token: Token, key: str, answer: Answer) -> None:
    """Keep an answer."""
    Sent.objects.filter(token=token, key=key, begun_by=_RUN).update(status=answer.status, body=answer.body)


def undo(token: Token, key: str) -> None:
    """Forget a send that was not done, so that it can be repeated."""
    Sent.objects.filter(token=token, key=key, begun_by=_RUN, status=None).delete()


def forget_old() -> None:
    """Forget the sends of more than a day ago."""
    Sent.objects.filter(begun_at__lt=timezone.now() - KEPT).delete()


def _before(token: Token, key: str, digest: str) -> Answer | None:
    earlier = Sent.objects.filter(token=token, key=key).first()
    if earlier is not None and earlier.begun_at < timezone.now() - KEPT:
        earlier.delete()
        earlier = None
    if earlier is None:  # forgotten this moment
        return begin(token, key, digest)
    if earlier.digest != digest:
        raise Refused(422, "The key was sent with another body.", where="Idempotency-Key", fix="Give each send a key of its own.")
    if earlier.status is not None:
        kind = PROBLEM if earlier.status >= 400 else JSON
        return Answer(earlier.status, bytes(earlier.body or b""), kind, {"Idempotency-Replayed": "true"})
    # One that a server was doing when it was ended: whoever takes it over does it, and rows that came in before come in again as
    # the same rows.
    if earlier.begun_by != _RUN and Sent.objects.filter(pk=earlier.pk, begun_by=earlier.begun_by).update(begun_by=_RUN):
        return None
    raise Refused(409, "A send with this key is being done.", where="Idempotency-Key", fix="Ask again for its answer.", after=1)
