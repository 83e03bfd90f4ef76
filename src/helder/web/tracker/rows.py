"""Rows of the data model, made of what a site's script sends."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from helder.web.tracker.models import Consent, Site
from helder.web.tracker.posted import Event

#: Seconds that two clocks may differ before it is taken for more than the time a send is under way.
_UNDER_WAY = 5
_OLDEST = timedelta(days=30)
_MACHINES = re.compile(r"bot\b|crawl|spider|slurp|lighthouse|pagespeed|facebookexternalhit|monitor", re.IGNORECASE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Arrival:
    """How a send came. sent: by the visitor's clock, in milliseconds. may_know: whether ids that last may be kept."""

    site: Site
    secret: str
    sent: float
    received: datetime
    device: str
    may_know: bool


def may_know(site: Site, headers: Any) -> bool:
    """Whether a visitor's ids may be kept: not where the site never does, nor where the browser says no."""
    return site.consent != Consent.NONE and headers.get("Sec-GPC") != "1" and headers.get("DNT") != "1"


def signature(secret: str, customer: str) -> str:
    """The proof that the shop's own server named a customer: HMAC-SHA256 of the id with the site's secret, in hex."""
    return hmac.new(secret.encode(), customer.encode(), hashlib.sha256).hexdigest()


def is_signed(event: Event, how: Arrival) -> bool:
    """Whether a customer is named by the shop's own server, or none is named."""
    return "customer" not in event or hmac.compare_digest(signature(how.secret, event["customer"]), event.get("signature", ""))


def is_old(event: Event, how: Arrival) -> bool:
    """Whether it happened too long ago to be believed."""
    return how.received - moment(event["at"], how) > _OLDEST


def moment(at: float, how: Arrival) -> datetime:
    """When something happened by the server's clock; never in the future."""
    sent, happened = (_EPOCH + timedelta(milliseconds=value) for value in (how.sent, at))
    if abs(how.received - sent) > timedelta(seconds=_UNDER_WAY):
        happened += how.received - sent
    return min(happened, how.received)


def page_event(event: Event, how: Arrival) -> dict[str, Any]:
    """A row of page_events."""
    return {
        "event_id": f"{how.site.key}-{event['id']}",
        "session_id": event.get("session"),
        **_who(event, how),
        "at": moment(event["at"], how),
        "event": event["event"],
        "page": page(event["page"], how.site.parameters.split()),
        "product_id": event.get("product"),
        "value": None if "value" not in event else float(event["value"]),
        "stage": event.get("stage"),
        "device": how.device,
        "referrer": event.get("referrer"),
    }


def answer(event: Event, how: Arrival) -> dict[str, Any]:
    """A row of answers."""
    answered = moment(event["at"], how)
    who = _who(event, how)
    return {
        "answer_id": f"{how.site.key}-{event['id']}",
        "response_id": f"{how.site.key}-{event['response']}",
        "survey": how.site.name,
        "question": event["instrument"],
        "instrument": event["instrument"],
        "choice": event["choice"],
        "comment": event.get("comment"),
        "language": event.get("language"),
        "respondent": "visitor",
        "customer_id": who["customer_id"],
        "session_id": event.get("session"),
        "touchpoint": "site",
        "stage": event.get("stage"),
        "channel": "web",
        "asked_at": min(moment(event["asked"], how), answered),
        "answered_at": answered,
    }


def page(text: str, parameters: Iterable[str]) -> str:
    """The page, by path; of its query only what the site allows."""
    path, _mark, query = text.partition("#")[0].partition("?")
    allowed = frozenset(parameters)
    kept = urlencode([(name, value) for name, value in parse_qsl(query) if name in allowed])
    return f"{path}?{kept}" if kept else path


def is_machine(agent: str) -> bool:
    """Whether a browser says that nobody looks at what it shows."""
    return _MACHINES.search(agent) is not None


def device(agent: str) -> str:
    """The kind of device a browser says it runs on; nothing else of what it says is kept."""
    if "iPad" in agent or "Tablet" in agent or ("Android" in agent and "Mobile" not in agent):
        return "tablet"
    return "phone" if "Mobi" in agent else "desktop"


def _who(event: Event, how: Arrival) -> dict[str, Any]:
    if not how.may_know:
        return {"visitor_id": None, "customer_id": None}
    return {"visitor_id": event.get("visitor"), "customer_id": event.get("customer") if is_signed(event, how) else None}
