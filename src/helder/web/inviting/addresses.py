"""Addresses of people: in one form each, so that equal ones are known as such."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from helder.web.inviting.models import Channel

_FILLING = re.compile(r"[\s().\-/\u00a0\u2011]+")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


def mail_address(text: str | None) -> str | None:
    """An e-mail address in small letters; None where it is none."""
    found = (text or "").strip()
    try:
        validate_email(found)
    except ValidationError:
        return None
    return found.lower()


def phone_number(text: str | None) -> str | None:
    """A telephone number as +4512345678; None where it is none, or says no country."""
    found = _FILLING.sub("", text or "")
    found = f"+{found[2:]}" if found.startswith("00") else found
    return found if _NUMBER.fullmatch(found) else None


def address(channel: str, email: str | None, phone: str | None) -> str | None:
    """Where someone is reached by a channel; None where they cannot be."""
    if channel == Channel.LINK:
        return mail_address(email) or phone_number(phone) or ""
    return phone_number(phone) if channel == Channel.SMS else mail_address(email)


def known_form(text: str) -> str | None:
    """A mail address or telephone number that somebody wrote, in its form."""
    return mail_address(text) or phone_number(text)
