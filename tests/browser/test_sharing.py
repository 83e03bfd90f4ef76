"""A department head makes and shares a board: viewers see only their rows, outsiders nothing, a link opens it until revoked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from browser.sharing import Company, company

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["company"]


def shown(page: Page) -> int:
    """The number of orders that a board shows."""
    text = page.locator("#board article .value").first.inner_text()
    return int(re.sub(r"\D", "", text))


def countries(page: Page) -> list[str]:
    """The countries that a board tells of."""
    return page.locator("#board article.picture-bars tbody th").all_inner_texts()


def add_tile(page: Page, metric: str, picture: str, by: str = "") -> None:
    """Add a tile to a draft, found by the words of whoever seeks it."""
    page.locator("#add-tile").click()
    page.wait_for_load_state()
    page.locator("#find").fill(metric)
    page.locator(".found").get_by_role("link", name=metric, exact=True).click()
    page.locator(f"#picture-{picture}").check(force=True)
    if by:
        page.get_by_label("Dimension", exact=True).select_option(by)
    page.get_by_role("button", name="Add to the board").click()
    page.wait_for_load_state()


def made_from_nothing(page: Page, title: str) -> str:
    """The address of a board that someone makes: the orders of last year, and the same by country."""
    page.goto("/boards/new")
    page.locator("#id_title").fill(title)
    page.get_by_role("button", name="Make the board").click()
    add_tile(page, "Orders", "number")
    add_tile(page, "Orders", "bars", by="country")
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_label("Opens with the period", exact=True).select_option("last-year")
    page.get_by_role("button", name="Keep").click()
    page.locator("#publish").click()
    page.wait_for_url(re.compile(r"/boards/\w{12}$"))
    return urlsplit(page.url).path


def test_a_head_makes_a_board_from_nothing_and_each_sees_their_own_rows(company: Company) -> None:
    from playwright.sync_api import expect

    danish, head = company.orders_of("DK"), company.signed_in("head")
    assert 0 < danish < company.orders_of(None)
    address = made_from_nothing(head, "Danish orders")
    assert (shown(head), countries(head)) == (danish, ["DK"])
    viewer, outsider = company.signed_in("viewer"), company.signed_in("outsider")
    assert {viewer.goto(address).status, outsider.goto(address).status} == {404}

    head.get_by_role("link", name="Share").click()
    head.get_by_label("With", exact=True).select_option(label="Denmark")
    head.get_by_role("button", name="Share this board", exact=True).click()
    expect(head.locator(".banner.success")).to_have_text("It is shared with Denmark.")

    viewer.goto("/boards")
    viewer.get_by_role("link", name="Danish orders").first.click()
    expect(viewer.get_by_role("heading", level=1)).to_contain_text("Danish orders")
    assert (shown(viewer), countries(viewer)) == (danish, ["DK"])
    viewer.goto(f"{address}?period=last-year&segment=country:NL")
    expect(viewer.locator("#board article").first).to_contain_text("None in this period, as far as this is known: country")
    assert viewer.goto("/metrics/orders?period=last-year&by=country").status == 200
    assert viewer.get_by_role("link", name="NL", exact=True).count() == 0
    assert viewer.goto("/metrics/sales").status == 403

    assert outsider.goto(address).status == 404
    assert outsider.goto("/boards").status == 200
    assert "Danish orders" not in outsider.content()
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


def test_no_barrier_on_what_links_open_nor_on_pages_of_people(company: Company) -> None:
    """What axe knows, in light and dark, and nothing wider than a phone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    head, admin = company.signed_in("head"), company.signed_in("admin", company.server.password, bypass_csp=True)
    addresses = {}
    for name, wall in (("A link", False), ("A wall", True)):
        head.goto(f"/boards/{company.key}/share?period=last-year")
        head.get_by_label("Name").fill(name)
        if wall:
            head.get_by_label("A wall screen").check()
        head.get_by_role("button", name="Make a link").click()
        addresses[name] = head.locator(".secret").inner_text()
    visitor = company.context(bypass_csp=True).new_page()
    pages = [(visitor, address) for address in addresses.values()]
    for path in ("/people", "/departments"):
        admin.goto(path)
        pages.append((admin, admin.locator(f"main a[href^='{path}/']:not([href$='/new'])").first.get_attribute("href")))
    for page, address in pages:
        for scheme, width in (("light", 1280), ("dark", 360)):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
            assert found.violations_count == 0, f"{address} {scheme}: {found.generate_report()}"
