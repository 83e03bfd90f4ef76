"""What is noted in the audit log of signing in and out, and done about it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from helder.web.accounts import audit, sittings
from helder.web.accounts.models import Person
from helder.web.rates import Rate

#: Failed sign-ins noted of one address, so that nobody fills the log by guessing: so many at once, one more in ten seconds.
_RATE = Rate(60, 0.1)


def signed_in(sender: object, request: HttpRequest, user: Person, **given: Any) -> None:
    """Somebody has signed in."""
    sitting = sittings.begin(request, user)
    audit.note(user, "signed_in", ", ".join(sittings.parts(sitting.agent)))


def signed_out(sender: object, request: HttpRequest, user: Person | None, **given: Any) -> None:
    """Somebody has signed out."""
    if user is not None:
        if sittings.KEY in request.session:
            sittings.end(user, key=request.session[sittings.KEY])
        audit.note(user, "signed_out")


def failed(sender: object, credentials: dict[str, Any], **given: Any) -> None:
    """A name and a password did not belong together. A name that nobody has may be a slip, even a password: it is not kept."""
    if _RATE.take(audit.address.get()):
        return
    person = Person.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
    audit.note(None, "failed_to_sign_in", person.username if person else "")


def locked_out(sender: object, username: str | None = None, **given: Any) -> None:
    """A name was tried too often from an address."""
    if _RATE.take(audit.address.get()):
        return
    person = Person.objects.filter(username__iexact=username or "").first()
    audit.note(None, "locked_out", person.username if person else "")


def wrong_code(sender: object, user: Person, **given: Any) -> None:
    """A second factor was wrong."""
    if not _RATE.take(audit.address.get()):
        audit.note(None, "failed_second_factor", user.username)


def used_code(sender: object, user: Person, authenticator: Any, **given: Any) -> None:
    """A second factor was right; that a recovery code is used up is told."""
    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        audit.note(user, "used_recovery_code", user.username)
