"""A department head with a board, people within the department and outside it, in a running server's company."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import httpx
import pytest
from browser.conftest import Server, command, surroundings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD = "a long enough password"
#: Run beside the server, on its database.
_MAKE = """
import json, sys
from pathlib import Path
from helder.settings import load
from helder.web.configure import configure
configure(load(Path(sys.argv[1])))
from helder.boards.reading import board
from helder.metrics import CATALOG
from helder.web.accounts.models import Department, Person
from helder.web.boards.models import published
rows = {"Denmark": {"country": ["DK"]}, "Netherlands": {"country": ["NL"]}}
of = {name: Department.objects.get_or_create(name=name, conditions=conditions)[0] for name, conditions in rows.items()}
people = (("head", "manager", "Denmark"), ("viewer", "viewer", "Denmark"), ("outsider", "viewer", "Netherlands"))
for name, role, department in people:
    there = Person.objects.filter(username=name).first()
    (there or Person.objects.create_user(name, password=sys.argv[2], role=role)).departments.add(of[department])
tiles = [
    {"key": "orders", "picture": "number", "metrics": ["orders"]},
    {"key": "countries", "picture": "bars", "metrics": ["orders"], "by": ["country"]},
]
given = {"title": "Danish service", "period": "last-year", "sections": [{"key": "one", "tiles": tiles}]}
print(published(board(given, CATALOG), Person.objects.get(username="head")).key)
"""


@dataclass
class Company:
    """The server, a browser, and the key of the board that the head of Denmark made."""

    server: Server
    browser: Browser
    key: str
    token: str

    def context(self, **look: object) -> BrowserContext:
        """A browser without cookies."""
        return self.browser.new_context(base_url=self.server.address, viewport={"width": 1280, "height": 800}, **look)

    def signed_in(self, name: str, password: str = PASSWORD, **look: object) -> Page:
        """A page of somebody who signed in."""
        page = self.context(**look).new_page()
        page.goto("/sign-in")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("/")
        return page

    def orders_of(self, country: str | None) -> int:
        """The orders of last year, asked by the API, to which a condition is given as it is."""
        year = datetime.now(ZoneInfo("Europe/Amsterdam")).year
        asked = {
            "since": f"{year - 1}-01-01",
            "until": f"{year}-01-01",
            **({"where": f"country = '{country}'"} if country else {}),
        }
        with self.api() as api:
            (row,) = api.get("/metrics/orders/figures", params=asked).raise_for_status().json()
        return int(row["value"])

    def customer_of(self, country: str) -> str:
        """A customer of a country."""
        with self.api() as api:
            asked = {"where": f"country = '{country}'", "limit": 1}
            rows = api.get("/metrics/orders/rows", params=asked).raise_for_status().json()
        return str(rows[0]["customer_id"])

    def api(self) -> httpx.Client:
        """The API of the server, with a token that opens everything."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=f"{self.server.address}/api/v1", headers=headers, timeout=60)


@pytest.fixture(scope="module")
def company(server: Server, browser: Browser) -> Iterator[Company]:
    """The company."""
    words = [sys.executable, "-c", _MAKE, str(server.home), PASSWORD]
    made = subprocess.run(words, check=True, capture_output=True, text=True, env=surroundings())
    words = command("--home", server.home, "token", "create", f"sharing {made.stdout.strip()}", "--write", "all", "--read")
    token = subprocess.run(words, check=True, capture_output=True, text=True, env=surroundings())
    yield Company(server, browser, made.stdout.strip(), token.stdout.strip())
    for context in browser.contexts:
        context.close()
