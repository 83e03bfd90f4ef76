"""A referral programme, people who follow links, and rows that arrive."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from helder.model import TABLES

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
_number = itertools.count()


@dataclass
class World:
    """The programme with one referrer. run: tells the rows of this test from others, as a channel of its own."""

    serving: Serving
    client: Client
    run: str

    def customer(self, name: str) -> str:
        """A customer's id, in this test only."""
        return f"{self.run}-{name}"

    def link(self, name: str = "eva") -> Any:
        """A customer's link."""
        from helder.web.referrals import links

        return links.link_for(self.customer(name))

    def follow(self, link: Any, address: str = "198.51.100.1", **headers: str) -> str:
        """Follow a link; what the shop is told in its query."""
        given = {"user-agent": BROWSER, **headers}
        answer = self.client.get(f"/r/{link.code}", headers=given, REMOTE_ADDR=address)
        assert answer.status_code == 302
        return parse_qs(urlsplit(answer.headers["Location"]).query)["ref"][0]

    def arrive(self, table: str, *rows: dict[str, Any]) -> None:
        """Rows arrive, and are looked at."""
        from helder.web.referrals.looking import look

        receipt = self.serving.arrivals.send(TABLES[table], rows, source="a test").result()
        assert receipt.refused == 0, receipt.rejected
        self.serving.arrivals.flush()
        look()

    def order(self, name: str, of: str, code: str | None = None, *, after: float = 1, **about: Any) -> dict[str, Any]:
        """An order of someone, so many minutes from now."""
        row = {
            "order_id": f"{self.run}-{name}",
            "customer_id": self.customer(of),
            "ordered_at": datetime.now(UTC) + timedelta(minutes=after),
            "status": "paid",
            "revenue": "25.00",
            "channel": self.run,
        }
        return {**row, **({"attributes": {"note": f"ref: {code}"}} if code else {}), **about}

    def referrals(self) -> list[dict[str, Any]]:
        """The rows of referrals of this test's referrers in the store."""
        self.serving.arrivals.flush()
        t = TABLES["referrals"].expression
        mine = t.filter(t.referrer_id.startswith(f"{self.run}-")).order_by("referral_id")
        return self.serving.questions.workspace.engine.run(mine).to_pylist()

    def brought(self) -> dict[str, tuple[str, str | None]]:
        """Who was brought, by whom and with which order."""
        cut = len(self.run) + 1
        rows = [row for row in self.referrals() if row["customer_id"]]
        return {row["customer_id"][cut:]: (row["referrer_id"][cut:], row["order_id"] and row["order_id"][cut:]) for row in rows}

    def shows(self, metric: str) -> Any:
        """The figure of a metric over this test's orders."""
        return next(iter(self.serving.questions.workspace.show(metric, where=f"channel = '{self.run}'").to_records()))


@pytest.fixture
def world(accounts: Serving) -> World:
    from django.test import Client

    from helder.web.referrals import links, public_views
    from helder.web.referrals.visitor import Lately

    public_views.LATELY = Lately()
    programme = links.programme()
    programme.landing, programme.origins = "https://shop.example/welcome?a=1", "https://tea.example"
    programme.referrer_reward, programme.friend_reward, programme.currency = "10.00", "5.00", "EUR"
    programme.save()
    return World(accounts, Client(), f"run{next(_number)}")


@pytest.fixture
def analyst(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("analyst")
