"""What sites sent last, for whoever sets one up; kept in memory, and without anything about who sent it."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

_SHOWN = 50
_KNOWN = 200_000


@dataclass(frozen=True)
class Seen:
    """Something that came in. refused: why it was not kept; empty where it was."""

    at: datetime
    event: str = ""
    page: str = ""
    refused: str = ""


class Recent:
    """The last that each site sent, and the events of which it need not be kept again that they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sites: dict[str, deque[Seen]] = {}
        self._events: OrderedDict[str, None] = OrderedDict()

    def note(self, key: str, *seen: Seen) -> None:
        """Remember what a site sent."""
        with self._lock:
            self._sites.setdefault(key, deque(maxlen=_SHOWN)).extend(seen)

    def of(self, key: str) -> list[Seen]:
        """What a site sent, the last first."""
        with self._lock:
            return list(reversed(self._sites.get(key, ())))

    def knows(self, event_id: str) -> bool:
        """Whether an event has been kept before; a script sends again what it does not know to have arrived."""
        with self._lock:
            return event_id in self._events

    def keep(self, event_ids: list[str]) -> None:
        """Remember that events have been kept."""
        with self._lock:
            self._events.update(dict.fromkeys(event_ids))
            while len(self._events) > _KNOWN:
                self._events.popitem(last=False)


RECENT = Recent()
