"""The gateway for SMS that the settings name, and the form in which it takes a message."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from helder.errors import BadSetting
from helder.settings import Settings

_FORM = "Write it as https://SID:TOKEN@api.twilio.com/2010-04-01/Accounts/SID/Messages.json."
_PLACE = re.compile(r"\{(to|from|text|id)\}")


@dataclass(frozen=True)
class Gateway:
    """Where messages are posted. template: the JSON that is sent, with places for the parts; None for Twilio's form."""

    url: str
    username: str
    password: str
    sender: str
    template: Any = None
    authorization: str = ""

    def body(self, to: str, text: str, name: str, callback: str | None) -> dict[str, Any]:
        """What httpx is told to send. name: that of the message. callback: where its fate is to be told."""
        if self.template is not None:
            return {"json": _filled(self.template, {"to": to, "from": self.sender, "text": text, "id": name})}
        form = {"To": to, "From": self.sender, "Body": text}
        return {"data": form if callback is None else {**form, "StatusCallback": callback}}


def gateway(settings: Settings) -> Gateway:
    """The gateway of the settings. Raises BadSetting where none is named, or one that cannot be."""
    if not settings["sms_url"]:
        raise BadSetting("No gateway for SMS is set, so no SMS can be sent.", where="sms_url", fix=_FORM)
    try:
        parts = urlsplit(settings["sms_url"])
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        place = f"{host}:{parts.port}" if parts.port else host
    except ValueError as error:
        raise BadSetting("This is no address of a gateway.", where="sms_url", fix=_FORM) from error
    if parts.scheme not in ("http", "https") or not host:
        raise BadSetting("This is no address of a gateway.", where="sms_url", fix=_FORM)
    if not settings["sms_from"]:
        raise BadSetting(
            "It is not set from whom an SMS is.", where="sms_from", fix="Give the number or name the gateway gave you."
        )
    return Gateway(
        urlunsplit((parts.scheme, place, parts.path, parts.query, "")),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        settings["sms_from"],
        _template(settings["sms_json"]),
        settings["sms_authorization"] or "",
    )


def _template(text: str | None) -> Any:
    if not text:
        return None
    fix = 'Write JSON with places for the parts, as {"recipient": "{to}", "sender": "{from}", "message": "{text}"}.'
    try:
        template = json.loads(text)
    except ValueError as error:
        raise BadSetting(f"This is not JSON: {error}.", where="sms_json", fix=fix) from error
    if "{to}" not in text or "{text}" not in text:
        raise BadSetting("It has no place for {to} or {text}.", where="sms_json", fix=fix)
    return template


def _filled(template: Any, parts: Mapping[str, str]) -> Any:
    """The template with the parts in their places; the parts themselves are not looked into."""
    if isinstance(template, dict):
        return {name: _filled(value, parts) for name, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, parts) for value in template]
    return _PLACE.sub(lambda found: parts[found[1]], template) if isinstance(template, str) else template
