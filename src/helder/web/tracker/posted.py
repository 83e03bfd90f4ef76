"""What a site's script sends, read strictly: nothing is taken that the script would not write."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helder.errors import BadInput

MOST_BYTES = 64_000
MOST_EVENTS = 50
_LATEST = 4e12
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SENT = "The script sends this; look at whether something else does."

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Posted:
    """One send. sent: by the visitor's clock, in milliseconds since 1970. events: as read. refused: why the others were not."""

    site: str
    sent: float
    events: tuple[Event, ...]
    refused: tuple[str, ...]


def read(body: bytes) -> Posted:
    """What a body holds. Raises BadInput where it is no send at all; a single event that is none is refused by itself."""
    found = _json(body)
    if not isinstance(found, dict) or found.keys() != {"site", "sent", "events"}:
        raise BadInput("A send has site, sent and events, and nothing else.", fix=_SENT)
    site, sent, events = found["site"], found["sent"], found["events"]
    if not _text(200)(site) or not _moment(sent) or not isinstance(events, list):
        raise BadInput("A send has a text as site, milliseconds as sent and a list of events.", fix=_SENT)
    if not 0 < len(events) <= MOST_EVENTS:
        raise BadInput(f"A send has 1 to {MOST_EVENTS} events.", fix=_SENT)
    read_, refused = [], []
    for event in events:
        fault = _fault(event)
        if fault:
            refused.append(fault)
        else:
            read_.append({name: _as_text(name, value) for name, value in event.items() if value not in (None, "")})
    return Posted(site, sent, tuple(read_), tuple(refused))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadInput("The body is no JSON.", fix=_SENT) from error


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _fault(event: Any) -> str | None:
    """Why something is no event; None where it is one."""
    if not isinstance(event, dict):
        return "an event that is no object"
    for name, value in event.items():
        if name not in _FIELDS:
            return f"an event with a field {name[:40]!r}"
        if value not in (None, "") and not _FIELDS[name](value):
            return f"an event whose {name} cannot be so"
    missing = [name for name in _NEEDED if event.get(name) in (None, "")]
    if event.get("event") == "answer":
        missing += [name for name in _NEEDED_BY_ANSWERS if event.get(name) in (None, "")]
    return f"an event without {missing[0]}" if missing else None


def _moment(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value < _LATEST


def _number(value: Any) -> bool:
    """A number, or a text that is one, as an attribute of an element gives it."""
    if isinstance(value, str) and len(value) <= 20:
        try:
            value = float(value)
        except ValueError:
            return False
    return type(value) in (int, float) and math.isfinite(value) and abs(value) <= 1e12


def _as_text(name: str, value: Any) -> Any:
    """Names that a shop has as numbers, as texts."""
    return str(value) if name in ("product", "customer") else value


def _name(value: Any) -> bool:
    """A text or whole number that names something."""
    return (type(value) is int and abs(value) < 10**18) or _text(200)(value)


def _text(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= most and not _CONTROL.search(value)


def _like(pattern: str) -> Callable[[Any], bool]:
    form = re.compile(pattern)
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


_ID = _like(r"[0-9A-Za-z_.:-]{1,64}")
_FIELDS: dict[str, Callable[[Any], bool]] = {
    "id": _ID,
    "at": _moment,
    "event": _like(r"[a-z][a-z0-9_]{0,39}"),
    "page": lambda value: _text(500)(value) and value.startswith("/"),
    "product": _name,
    "value": _number,
    "stage": _text(60),
    "referrer": _like(r"[0-9A-Za-z.:\[\]-]{1,120}"),
    "session": _ID,
    "visitor": _ID,
    "customer": _name,
    "signature": _like(r"[0-9a-f]{64}"),
    "instrument": _like("intent|task"),
    "choice": _text(80),
    "comment": _text(1000),
    "response": _ID,
    "asked": _moment,
    "language": _like(r"[a-z]{2}"),
}
_NEEDED = ("id", "at", "event", "page")
_NEEDED_BY_ANSWERS = ("instrument", "choice", "response", "asked")
