"""Many at once in front of a running server, on each database: an answer sent by many opens one, which one of them closes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from postgresql import running
from web.accounts.test_postgresql import post, served

MANY = 8
RULE = {"name": "Unhappy", "instrument": "nps", "low": "0", "high": "6", "hours": "1", "keep": "1"}


@contextmanager
def database(kind: str, home: Path) -> Iterator[str]:
    """The URL of a database of a kind."""
    if kind == "sqlite":
        yield f"sqlite:///{home / 'accounts.sqlite3'}"
        return
    if find_spec("psycopg") is None:
        pytest.skip("the driver is not installed")
    with running() as server:
        yield f"postgresql://reader@127.0.0.1:{server.port}/postgres"


def listed(browser: httpx.Client) -> list[str]:
    """The follow-ups on the list, once there are some."""
    for _ in range(60):
        found = re.findall(r'href="/follow-ups/(\d+)"', browser.get("/follow-ups?whose=all").text)
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError("none was opened")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_is_opened_and_one_closes_it(tmp_path: Path, kind: str) -> None:
    with database(kind, tmp_path) as url, served(tmp_path, url) as (browser, password):
        post(browser, "/sign-in", username="admin", password=password)
        secret = re.search(r'<code class="secret">([^<]+)<', post(browser, "/tokens", name="t", everything="on", days="30").text)
        assert secret is not None
        to = re.search(r'value="(person:\d+)"', browser.get("/follow-ups/rules/new").text)
        assert to is not None
        assert post(browser, "/follow-ups/rules/new", **RULE, to=to[1]).status_code == 302
        row = {"answer_id": "a", "instrument": "nps", "score": 2, "customer_id": "c1"}
        rows = [{**row, "answered_at": (datetime.now(UTC) + timedelta(seconds=n)).isoformat()} for n in range(MANY)]
        bearer = {"Authorization": f"Bearer {secret[1]}"}
        with ThreadPoolExecutor(MANY) as many:
            sent = many.map(lambda one: browser.post("/api/v1/tables/answers", json=[one], headers=bearer).is_success, rows)
            assert all(sent)
            (one,) = listed(browser)
            page = browser.get(f"/follow-ups/{one}").text
            (csrf,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[:1])
            given = {"csrfmiddlewaretoken": csrf, "revision": "0", "close-outcome": "solved"}
            texts = [f"by number {n}" for n in range(MANY)]
            answers = many.map(lambda text: browser.post(f"/follow-ups/{one}/close", data={**given, "close-text": text}), texts)
            assert [answer.status_code for answer in answers] == [302] * MANY
        page = browser.get(f"/follow-ups/{one}").text
        assert sum(text in page for text in texts) == 1
        assert listed_done(browser) == [one]


def listed_done(browser: httpx.Client) -> list[str]:
    """Those that are done."""
    return re.findall(r'href="/follow-ups/(\d+)"', browser.get("/follow-ups?whose=all&stands=done").text)
