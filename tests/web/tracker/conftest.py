"""A site that is tracked, and what its script would send."""

from __future__ import annotations

import itertools
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from helder.model import TABLES

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving
    from helder.web.tracker.models import Site

SHOP = "https://shop.example"
_number = itertools.count()


@dataclass
class Script:
    """Plays the script of one site. said: the site's secret."""

    client: Client
    site: Site
    said: str
    serving: Serving

    def event(self, event: str = "view", **about: Any) -> dict[str, Any]:
        """One event, as the script writes it."""
        return {"id": secrets.token_hex(8), "at": time.time() * 1000, "event": event, "page": "/", "session": "s1", **about}

    def send(self, *events: Any, sent: float | None = None, origin: str = SHOP, **headers: str) -> Any:
        """Send events; the answer."""
        body = {"site": self.site.key, "sent": time.time() * 1000 if sent is None else sent, "events": events}
        return self.post(json.dumps(body), origin=origin, **headers)

    def post(self, body: str | bytes, *, origin: str = SHOP, kind: str = "text/plain", **headers: str) -> Any:
        """Send a body as it is."""
        given = {"origin": origin, **headers}
        return self.client.post("/t", body, content_type=kind, headers=given)

    def rows(self, table: str = "page_events") -> list[dict[str, Any]]:
        """What has come into the store from this site."""
        self.serving.arrivals.flush()
        t = TABLES[table].expression
        key = t.event_id if table == "page_events" else t.answer_id
        found = self.serving.questions.workspace.engine.run(t.filter(key.startswith(f"{self.site.key}-")).order_by(key))
        return found.to_pylist()


@pytest.fixture
def script(accounts: Serving) -> Script:
    from django.test import Client

    from helder.web.tracker import actions
    from helder.web.tracker.models import Consent, Site

    site = Site(name=f"shop {next(_number)}", origins=SHOP, consent=Consent.GIVEN)
    return Script(Client(), site, actions.add_site(site), accounts)


@pytest.fixture
def analyst(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("analyst")
