"""A row that arrives makes an alert fire before everyone's eyes; a person takes it; rows that mend it end it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from browser.conftest import Server
from web.api.conftest import token

if TYPE_CHECKING:
    from playwright.sync_api import Page

BELL = "#bell"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home folder of a company without rows, and a token to send some."""
    home = tmp_path_factory.mktemp("watched")
    return home, token(home, "calls", "--write", "contacts")


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], watched: tuple[Path, str]) -> Iterator[Server]:
    """The server of that company."""
    running = serve(watched[0])
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


@pytest.fixture
def calls(server: Server, watched: tuple[Path, str]) -> Callable[[str, int], None]:
    """Sends so many calls of yesterday, through the API."""

    def send(outcome: str, many: int) -> None:
        moment = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        about = {"offered_at": moment, "outcome": outcome, "wait_seconds": 20}
        rows: list[dict[str, Any]] = [{"contact_id": f"{time.time_ns()}-{i}", **about} for i in range(many)]
        headers = {"Authorization": f"Bearer {watched[1]}"}
        answer = httpx.post(f"{server.address}/api/v1/tables/contacts", json=rows, headers=headers, timeout=30)
        assert answer.is_success, answer.text

    return send


def polled(page: Page, label: str) -> None:
    """Wait until the bell says so, by its own asking, hurried along."""
    for _ in range(100):
        with page.expect_response(lambda answer: "/alerts/bell" in answer.url):
            page.evaluate(
                "htmx.ajax('GET', document.querySelector('#bell').getAttribute('hx-get'), {source: '#bell', swap: 'outerHTML'})"
            )
        page.wait_for_timeout(900)
        if page.locator(BELL).get_attribute("aria-label") == label:
            return
    raise AssertionError(page.locator(BELL).get_attribute("aria-label"))


def test_from_a_row_to_the_bell_to_whoever_takes_it_to_its_end(signing_in: Page, calls: Callable[[str, int], None]) -> None:
    from playwright.sync_api import expect

    page = signing_in
    calls("answered", 100)
    page.goto("/alerts/new?metric=abandonment_rate")
    page.get_by_text("it crosses a line").click()
    page.get_by_label("Which way").select_option("above")
    page.get_by_label("The line").fill("10")
    expect(page.get_by_label("Hours without rows")).to_be_hidden()
    page.get_by_role("button", name="See how it would have done").click()
    expect(page.get_by_text("It would not have fired")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("row", name="Abandonment rate")).to_contain_text("above 10.0 %")

    calls("abandoned", 50)
    polled(page, "Alerts: 1 open")
    expect(page.locator("#news")).to_contain_text("Abandonment rate is 33.3 %, above the line of 10.0 %")
    expect(page.locator("#announce")).to_contain_text("Abandonment rate is 33.3 %")
    page.locator("#news").get_by_role("link", name="Look at it").click()
    page.get_by_role("button", name="I take it").click()
    expect(page.get_by_text("Taken by admin")).to_be_visible()

    calls("answered", 500)
    polled(page, "Alerts: none open")
    page.goto("/alerts")
    over = page.get_by_role("region", name="Over lately").last
    expect(over).to_contain_text("admin")
    has_no_barrier(page, ("/alerts", "/alerts/new?metric=nps", over.get_by_role("link").first.get_attribute("href") or ""))


def has_no_barrier(page: Page, paths: tuple[str, ...]) -> None:
    """Nothing that axe knows, and nothing beside the page, on a screen and on a phone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = axe.Axe().run(page, options={"runOnly": RULES})
            assert found.violations_count == 0, found.generate_report()
