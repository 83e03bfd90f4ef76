"""Links in digests: to the board, and out of the digest."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from helder.web import serving
from helder.web.reports.models import Digest

_SALT = "helder.reports.leave"


def base_of(digest: Digest) -> str:
    """The site's address, as others reach it."""
    return (serving.now().settings["public_url"] or digest.base).rstrip("/")


def board_link(digest: Digest) -> str:
    """The address of the board at the digest's view."""
    return f"{base_of(digest)}{reverse('one-board', args=[digest.board])}?{digest.query}"


def leave_link(digest: Digest, email: str) -> str:
    """The address at which a receiver ends it for themselves."""
    return base_of(digest) + reverse("leave-digest", args=[signing.dumps([digest.pk, email], salt=_SALT)])


def left(signed: str) -> tuple[int, str] | None:
    """The digest and the receiver of such a link; None for one that was changed or cut off."""
    try:
        pk, email = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return None
    return int(pk), str(email)
