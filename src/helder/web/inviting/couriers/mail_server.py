"""The mail server that the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from helder.errors import BadSetting
from helder.settings import Settings

_FORM = "Write it as smtp://USER:PASSWORD@HOST:587?tls=starttls, or smtps://USER:PASSWORD@HOST:465."
_PORTS = {"smtp": 587, "smtps": 465}
_TLS = ("starttls", "none")


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed over, and from whom they are. sender: an address, with or without a name."""

    host: str
    port: int
    username: str
    password: str
    starttls: bool
    tls: bool
    sender: str


def mail_server(settings: Settings) -> MailServer:
    """The mail server of the settings. Raises BadSetting where none is named, or one that cannot be."""
    if not settings["mail_url"]:
        raise BadSetting("No mail server is set, so no mail can be sent.", where="mail_url", fix=_FORM)
    try:
        parts = urlsplit(settings["mail_url"])
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise BadSetting("This is no address of a mail server.", where="mail_url", fix=_FORM) from error
    how = parse_qs(parts.query).get("tls", ["starttls"])[-1]
    if parts.scheme not in _PORTS or not parts.hostname or how not in _TLS:
        raise BadSetting("This is no address of a mail server.", where="mail_url", fix=_FORM)
    return MailServer(
        parts.hostname,
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=parts.scheme == "smtp" and how == "starttls",
        tls=parts.scheme == "smtps",
        sender=_sender(settings["mail_from"]),
    )


def _sender(text: str | None) -> str:
    name, address = parseaddr(text or "")
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadSetting(
            f"Mails cannot be from {text!r}.", where="mail_from", fix='Give an address, as "Company <feedback@example.com>".'
        ) from error
    return f"{' '.join(name.split())} <{address}>" if name else address
