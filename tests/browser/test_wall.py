"""The contact centre on a wall: fits every screen, moves by itself and with what comes in, and says when it hears nothing."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from browser.sharing import Company, company

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["company"]

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
_FITS = """() => {
  const page = document.querySelector(".wall-page.shown");
  const over = [...page.querySelectorAll(".tile")].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.id);
  const root = document.documentElement;
  const within = [...page.querySelectorAll(".tile")].every((one) => one.getBoundingClientRect().bottom <= innerHeight);
  return {over, within, scrolls: root.scrollHeight > innerHeight || root.scrollWidth > innerWidth};
}"""
_SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    window.shifted += entry.value;
    window.moved = entry.sources.map((one) => one.node?.className ?? one.node?.nodeName);
  }))
    .observe({type: "layout-shift", buffered: true});
}"""


@pytest.fixture
def wall(company: Company) -> Iterator[Page]:
    """The contact centre on a wall, for the head of Denmark."""
    from playwright.sync_api import expect

    page = company.signed_in("head")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("/boards/contact-centre/wall")
    expect(page.locator(".wall-state.live")).to_be_visible()
    yield page
    page.context.close()


def test_it_fits_every_screen_without_scrolling(wall: Page) -> None:
    pages = wall.locator(".wall-page").count()
    assert pages >= 2
    for width, height in SIZES:
        wall.set_viewport_size({"width": width, "height": height})
        for _ in range(pages):
            assert wall.evaluate(_FITS) == {"over": [], "within": True, "scrolls": False}, (width, height)
            wall.keyboard.press("ArrowRight")


def test_rows_that_arrive_change_it_where_it_stands(company: Company, wall: Page) -> None:
    from playwright.sync_api import expect

    wall.get_by_role("button", name="Pause").click()
    wall.evaluate(_SHIFTS)
    waiting, longest = wall.locator("#tile-waiting_contacts .value"), wall.locator("#tile-longest_wait .value")
    with company.api() as api:
        for number in range(3):
            queued = datetime.now(UTC) - timedelta(seconds=5)
            about = {"customer_id": company.customer_of("DK"), "channel": "phone"}
            row = {"contact_id": f"wall-{number}", "queued_at": queued.isoformat(), **about}
            api.post("/tables/contacts", json=[row]).raise_for_status()
            expect(waiting).to_contain_text(re.compile(rf"^\s*{number + 1}\b"))
    before = longest.inner_text()
    expect(longest).not_to_have_text(before, timeout=20_000)
    assert wall.evaluate("window.shifted") == 0, wall.evaluate("window.moved")


def test_it_says_when_it_hears_nothing_and_comes_back_by_itself(company: Company, wall: Page) -> None:
    from playwright.sync_api import expect

    company.server.process.send_signal(signal.SIGSTOP)
    try:
        expect(wall.locator(".wall-state.lost")).to_contain_text("connection lost")
        expect(wall.locator(".wall-heard time")).not_to_be_empty()
    finally:
        company.server.process.send_signal(signal.SIGCONT)
    expect(wall.locator(".wall-state.live")).to_have_text("live", use_inner_text=True)


def test_pages_turn_by_themselves_until_they_are_held(company: Company, wall: Page) -> None:
    from playwright.sync_api import expect

    first, second = wall.locator(".wall-page").nth(0), wall.locator(".wall-page").nth(1)
    expect(first).to_have_class("wall-page rows-6 shown")
    expect(second).to_be_visible(timeout=30_000)
    wall.get_by_role("button", name="Pause").click()
    expect(wall.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")

    still = company.context(reduced_motion="reduce", storage_state=wall.context.storage_state()).new_page()
    still.clock.install()
    still.goto("/boards/contact-centre/wall")
    still.clock.run_for(120_000)
    expect(still.locator(".wall-page").nth(0)).to_be_visible()
