"""Pages stand still: nothing moves while a board loads, or when rows arrive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from browser.sharing import Company, company
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page, StorageState

__all__ = ["company"]

SIZES = {"desk": (1280, 800), "phone": (390, 844), "wide": (2560, 1440)}
BOARDS = ("/", "/boards/customer-journey", "/boards/voice", "/boards/service-quality")
#: Told before the page begins, so that it sees the page's first moments too.
_WATCH = """
  const what = (node) => node?.id || node?.className || node?.nodeName;
  window.shifts = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
    {value: entry.value, moved: entry.sources.map((one) => [what(one.node), one.previousRect, one.currentRect])})))
    .observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", BOARDS)
def test_nothing_moves_while_a_board_loads(anyone: Callable[..., Page], session: StorageState, path: str, size: str) -> None:
    width, height = SIZES[size]
    page = anyone(storage_state=session, viewport={"width": width, "height": height})
    page.add_init_script(_WATCH)
    page.goto(path)
    expect(page.locator("html.connected")).to_be_attached()
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(500)  # what is drawn late would move now
    assert page.evaluate("window.shifts") == []


def test_nothing_moves_when_rows_arrive(company: Company) -> None:
    page = company.signed_in("head")
    page.add_init_script(_WATCH)
    page.goto("/boards/executive?period=today")
    expect(page.locator("html.connected")).to_be_attached()
    contacts = page.locator("#tile-contact_volume .value")
    before, customer = contacts.inner_text(), company.customer_of("DK")
    queued, ended = (datetime.now(UTC) - timedelta(seconds=ago) for ago in (60, 5))  # none waits any more
    times = {"queued_at": queued.isoformat(), "answered_at": queued.isoformat(), "ended_at": ended.isoformat()}
    rows = [{"contact_id": f"steady-{i}", "customer_id": customer, **times} for i in range(3)]
    with company.api() as api:
        api.post("/tables/contacts", json=rows).raise_for_status()
    expect(contacts).not_to_have_text(before)
    page.wait_for_timeout(500)
    assert page.evaluate("window.shifts") == []
    page.context.close()
