"""A department head shares a board: a viewer sees only their rows, an outsider nothing, a link opens it until it is revoked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from browser.sharing import Company, company

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["company"]


def shown(page: Page) -> int:
    """The number of orders that a board shows."""
    text = page.locator("#tile-orders .value").inner_text()
    return int(re.sub(r"\D", "", text))


def countries(page: Page) -> list[str]:
    """The countries that a board tells of."""
    return page.locator("#tile-countries tbody th").all_inner_texts()


def test_a_board_is_shared_and_each_sees_their_own_rows(company: Company) -> None:
    from playwright.sync_api import expect

    danish, head = company.orders_of("DK"), company.signed_in("head")
    assert 0 < danish < company.orders_of(None)
    outsider, address = company.signed_in("outsider"), f"/boards/{company.key}"
    assert outsider.goto(address).status == 404

    head.goto(address)
    assert (shown(head), countries(head)) == (danish, ["DK"])
    head.get_by_role("link", name="Share").click()
    head.get_by_label("With", exact=True).select_option(label="Denmark")
    head.get_by_role("button", name="Share this board", exact=True).click()
    expect(head.locator(".banner.success")).to_have_text("It is shared with Denmark.")

    viewer = company.signed_in("viewer")
    expect(viewer.get_by_role("heading", level=1)).to_contain_text("Danish service")
    assert (shown(viewer), countries(viewer)) == (danish, ["DK"])
    viewer.goto(f"{address}?period=last-year&segment=country:NL")
    expect(viewer.locator("#tile-orders")).to_contain_text("Not enough data")
    assert viewer.goto("/metrics/orders?period=last-year&by=country").status == 200
    assert viewer.get_by_role("link", name="NL", exact=True).count() == 0
    assert viewer.goto("/metrics/sales").status == 403

    assert outsider.goto(address).status == 404
    assert outsider.goto("/boards").status == 200
    assert "Danish service" not in outsider.content()
    outsider.goto("/")
    expect(outsider.get_by_role("main")).to_contain_text("Nothing is shared with you yet")


def test_a_link_opens_it_without_signing_in_until_it_is_revoked(company: Company) -> None:
    from playwright.sync_api import expect

    head = company.signed_in("head")
    head.goto(f"/boards/{company.key}/share?period=last-year")
    head.get_by_label("Name").fill("The board room")
    head.get_by_role("button", name="Make a link").click()
    address = head.locator(".secret").inner_text()

    fresh = company.context()
    page = fresh.new_page()
    assert page.goto(address).status == 200
    assert (shown(page), countries(page)) == (company.orders_of("DK"), ["DK"])
    expect(page.locator("html.connected")).to_be_attached()
    page.get_by_role("link", name="Last 12 months").click()
    expect(page).to_have_url(re.compile("period=12-months"))
    expect(page.get_by_role("link", name="Last 12 months")).to_have_attribute("aria-current", "true")
    assert page.locator("a[href*='/metrics/'], a[href*='/boards']").count() == 0
    assert fresh.cookies() == []

    head.goto(f"/boards/{company.key}/share")
    head.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    assert page.goto(address).status == 410


def test_the_link_to_a_view_opens_the_same_for_a_colleague(company: Company) -> None:
    head = company.signed_in("head")
    head.goto(f"/boards/{company.key}?period=4-weeks")
    link = head.get_by_role("link", name="Link to this view").get_attribute("href") or ""
    assert re.search(r"since=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d", link), "by its days, not by what they are called today"
    colleague = company.signed_in("viewer")
    assert colleague.goto(link).status in (200, 404)  # as far as it is shared with them
