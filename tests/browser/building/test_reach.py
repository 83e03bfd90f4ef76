"""Everyone can make a board: without JavaScript, on a phone, in the dark, with a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: The pages on which boards are made; KEY is a board with every step of making done once.
PAGES = (
    "/boards",
    "/boards/new",
    "/boards/KEY",
    "/boards/KEY/edit",
    "/boards/KEY/edit/tile",
    "/boards/KEY/edit/tile?metrics=nps&picture=ranked&narrow=country",
    "/boards/KEY/edit/tile/nps-line",
    "/boards/KEY/edit/settings?narrow=country&title=a&period=3-months",
    "/boards/KEY/edit/text",
    "/boards/KEY/edit/see",
    "/boards/KEY/versions",
    "/boards/KEY/versions/1",
    "/metrics/nps/change",
)


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The key of a board that was made once for all of them."""
    return {}


@pytest.fixture
def opened(signed_in: Callable[..., Page], made: dict[str, str]) -> Callable[..., Page]:
    """Opens a page of the board that was made."""

    def open_page(path: str, **look: object) -> Page:
        if not made:
            page = signed_in("/boards/new", java_script_enabled=False)
            made["key"] = without_script(page)
        return signed_in(path.replace("KEY", made["key"]), **look)

    return open_page


def without_script(page: Page) -> str:
    """Make a board, add and move a tile, publish it and begin to change it, all by plain forms; its key."""
    page.locator("#id_title").fill("Plain")
    page.get_by_role("button", name="Make the board").click()
    page.wait_for_load_state()  # what is typed before the page listens is not searched for
    page.locator("#find").fill("nps")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Ready section Net Promoter Score").click()
    page.locator("#menu-nps-heat summary").click()
    page.locator("#earlier-nps-heat").click()
    expect(page.locator("[data-tile]").nth(2)).to_have_id("tile-nps-heat")
    page.locator("#add-tile").click()
    page.get_by_role("link", name="Customer satisfaction", exact=True).click()
    page.get_by_role("button", name="Add to the board").click()
    expect(page.locator("[data-tile]")).to_have_count(5)
    page.locator("#publish").click()
    key = page.url.rpartition("/")[2]
    page.goto(f"/boards/{key}/edit")
    page.locator("#menu-nps-heat summary").click()
    page.locator("#wider-nps-heat").click()
    expect(page.locator("#undo")).to_be_enabled()
    return key


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(opened: Callable[..., Page], path: str) -> None:
    page = opened(path, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
def test_no_barrier_that_axe_knows(opened: Callable[..., Page], path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = opened(path, bypass_csp=True, reduced_motion="reduce")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"


def test_menus_have_no_barrier_when_they_are_open(opened: Callable[..., Page]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for path, menu in (("/boards/KEY", "#leads-nps-number"), ("/boards/KEY/edit", "#menu-nps-number")):
        page = opened(path, bypass_csp=True, reduced_motion="reduce")
        page.locator(f"{menu} summary").click()
        found = axe.Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        page.keyboard.press("Escape")
        expect(page.locator(f"{menu} summary")).to_be_focused()


def test_fingers_can_hit_the_handles(opened: Callable[..., Page]) -> None:
    page = opened("/boards/KEY/edit", **PHONE)
    for control in page.locator("#draft .handle, #draft summary.quiet, .build-acts > a, .build-acts .button:visible, .add").all():
        box = control.bounding_box()
        assert box is None or min(box["width"], box["height"]) >= 24, control.inner_text()


def test_a_tile_that_changes_while_it_is_looked_at_keeps_its_menu(opened: Callable[..., Page]) -> None:
    page = opened("/boards/KEY")
    page.locator("#leads-nps-number summary").click()
    expect(page.locator("html")).to_have_class("connected")
    page.wait_for_timeout(1500)
    expect(page.locator("#leads-nps-number")).to_have_attribute("open", "")
    expect(page.locator("#leads-nps-number").get_by_text("Change this tile")).to_be_visible()
