"""A shop on another origin that loads the script of a Helder with nothing in its store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import helder
from helder.engines import open_engine
from helder.model import TABLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PAGE = """<!doctype html><html lang="{language}"><head><title>The shop</title>
<meta name="helder-stage" content="consideration">{snippet}</head>
<body><main><h1>The shop</h1>{body}</main></body></html>"""


class _Pages(BaseHTTPRequestHandler):
    """The shop's pages, under a policy as strict as the script allows."""

    def __init__(self, shop: Shop, *given: Any) -> None:
        self.shop = shop
        super().__init__(*given)

    def do_GET(self) -> None:
        body = self.shop.pages.get(self.path.partition("?")[0])
        page = PAGE.format(snippet=self.shop.snippet, body=body, language=self.shop.language).encode()
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        host = self.shop.helder
        policy = f"default-src 'none'; script-src {host} 'unsafe-inline'; connect-src {host}; img-src 'self'"
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_said: object) -> None:
        return


@dataclass
class Shop:
    """The shop: its pages by path, and what it needs of Helder."""

    helder: str
    home: Path
    stop: Callable[[], tuple[int, str]]
    client: httpx.Client
    browser: Browser
    address: str = ""
    snippet: str = ""
    secret: str = ""
    site: str = ""
    language: str = "en"
    pages: dict[str, str] = field(default_factory=lambda: {"/": "<p>Welcome</p>", "/favicon.ico": ""})
    complaints: list[str] = field(default_factory=list)

    def set(self, **changes: str) -> None:
        """Change the site, as on its page."""
        given = {"name": "shop", "origins": self.address, "consent": "given", "search": "q", "parameters": "ref"}
        asking = {"percent": "100", "delay": "0", "days": "30", "task_event": "purchase", "intents": ""}
        answer = self.post(self.site, **{**given, **asking, **changes})
        assert answer.status_code == 302, answer.text

    def post(self, path: str, **given: str) -> httpx.Response:
        """Send the form of a page of Helder."""
        token = re.search(r"csrfmiddlewaretoken\W+value=\W(\w+)", self.client.get(path).text)
        assert token is not None
        return self.client.post(path, data={"csrfmiddlewaretoken": token[1], **given})

    def visitor(self, **look: Any) -> BrowserContext:
        """Somebody's browser; it complains of nothing, and asks no host but the shop and Helder."""
        context = self.browser.new_context(base_url=self.address, **look)
        ours = (self.address, self.helder, "data:")
        context.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", lambda asked: None if asked.url.startswith(ours) else self.complaints.append(asked.url))
        return context

    def rows(self, table: str, order: str = "at") -> list[dict[str, Any]]:
        """The rows there are, once the server has stopped."""
        self.stop()
        with closing(open_engine(f"duckdb:///{self.home / 'helder.duckdb'}", zone="Europe/Amsterdam")) as engine:
            return engine.run(TABLES[table].expression.order_by(order)).to_pylist()

    def shows(self, metric: str, **about: Any) -> Any:
        """The figure of a metric, once the server has stopped."""
        self.stop()
        with closing(helder.connect(f"duckdb:///{self.home / 'helder.duckdb'}")) as workspace:
            return [*workspace.show(metric, **about).to_records()]


def settle(page: Page) -> None:
    """Wait until the script has nothing more to send."""
    page.wait_for_function("() => JSON.parse(localStorage.helder).queue.length === 0")


@pytest.fixture
def settled() -> Callable[[Page], None]:
    return settle


@pytest.fixture
def shop(serve: Callable[..., Any], browser: Browser, tmp_path: Path) -> Iterator[Shop]:
    server = serve(tmp_path / "home")
    stopped: list[tuple[int, str]] = []

    def stop() -> tuple[int, str]:
        if not stopped:
            stopped.append(server.stop())
        return stopped[0]

    with httpx.Client(base_url=server.address) as client:
        made = Shop(server.address, server.home, stop, client, browser)
        listener = ThreadingHTTPServer(("localhost", 0), partial(_Pages, made))
        made.address = f"http://localhost:{listener.server_port}"
        serving = Thread(target=listener.serve_forever, daemon=True)
        serving.start()
        _add(made, server.password)
        yield made
        listener.shutdown()
        listener.server_close()
        serving.join()
    status, said = stop()
    assert (status, "Traceback" in said) == (0, False), said
    assert made.complaints == []


def _add(shop: Shop, password: str) -> None:
    """Sign in and add the site, as the pages want it."""
    assert shop.post("/sign-in", username="admin", password=password).status_code == 302
    added = shop.post("/sites", name="shop", origins=shop.address, consent="given").text
    found = [
        re.search(form, added) for form in (r"<code>(&lt;script.*)</code>", r'class="secret">(\w+)<', r'href="(/sites/\d+)"')
    ]
    shop.snippet, shop.secret, shop.site = (unescape(one[1]) for one in found if one is not None)
