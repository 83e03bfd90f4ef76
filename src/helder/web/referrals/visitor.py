"""Who follows a link: a person, or a machine that looks at it."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from django.http import HttpRequest

from helder.web.referrals.models import Link

_MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|skype|slack|discord|embed|fetch|monitor|curl|wget"
    r"|python|java/|go-http|okhttp|headlesschrome|lighthouse|scan|validator",
    re.IGNORECASE,
)
_FOR = 24 * 3600.0
_KNOWN = 50_000


def is_person(request: HttpRequest) -> bool:
    """Whether a request is somebody following a link: none that a machine makes, or a browser before anybody asks."""
    agent = request.headers.get("User-Agent", "")
    hint = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")).lower()
    ahead = "prefetch" in hint or "preview" in hint or "prerender" in hint
    return request.method == "GET" and bool(agent) and not _MACHINES.search(agent) and not ahead


class Lately:
    """Who followed which link within a day, so that one who does so twice is one person; kept in memory, by a number only."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[str, float]] = OrderedDict()
        self._lock = Lock()

    def before(self, request: HttpRequest, link: Link) -> str | None:
        """The referral somebody was the last time they followed the link."""
        with self._lock:
            name, until = self._known.get(_who(request, link), ("", 0.0))
            return name if until > time.monotonic() else None

    def note(self, request: HttpRequest, link: Link, referral_id: str) -> None:
        """Remember somebody for a day."""
        with self._lock:
            self._known[_who(request, link)] = (referral_id, time.monotonic() + _FOR)
            while len(self._known) > _KNOWN:
                self._known.popitem(last=False)


def _who(request: HttpRequest, link: Link) -> int:
    """A number for a browser and a link, which is another one after every start of the server."""
    return hash((request.META.get("REMOTE_ADDR"), request.headers.get("User-Agent"), link.pk))
