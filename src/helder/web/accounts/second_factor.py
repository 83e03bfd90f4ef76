"""The second factor: codes that an app makes, and recovery codes for when it is lost."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.models import Person, Role


def has(person: Person) -> bool:
    """Whether someone signs in with a second factor."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists())


def is_demanded(person: Person) -> bool:
    """Whether the settings demand one of a person."""
    wanted = serving.now().settings["second_factor"]
    return wanted == "everyone" or (wanted == "administrators" and person.role == Role.ADMINISTRATOR)


def is_missing(person: Person) -> bool:
    """Whether one is demanded, and not there."""
    return is_demanded(person) and not has(person)


def add(person: Person, secret: str, code: str) -> list[str]:
    """Let someone sign in with what their app makes of a secret from now on; the recovery codes, to be shown this once.

    code: with which they showed that it does; it opens nothing any more.
    """
    with transaction.atomic():
        Authenticator.objects.filter(user_id=person.pk).delete()
        TOTP.activate(person, secret).validate_code(code)
        codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
        audit.note(person, "added_second_factor", person.username)
    return codes


def new_codes(person: Person) -> list[str]:
    """Recovery codes in place of those there were, to be shown this once."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
        codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
        audit.note(person, "made_recovery_codes", person.username)
    return codes


def codes_left(person: Person) -> int:
    """How many recovery codes are not used yet."""
    kept = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return 0 if kept is None else len(RecoveryCodes(kept).get_unused_codes())


def remove(person: Person, *, by: Person | None = None) -> None:
    """Let someone sign in without a second factor."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=person.pk).delete()
        audit.note(by, "removed_second_factor", person.username)
