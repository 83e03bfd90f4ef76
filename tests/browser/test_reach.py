"""Everyone can use it: by keyboard, on a phone, in the dark, with a screen reader."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ADDRESSES = tomllib.loads((Path(__file__).parents[1] / "web/rights/expected.toml").read_text(encoding="utf-8"))
_NO_PAGES = {"/healthz", "/live", "/alerts/bell"}
#: Every page that is of nothing in particular, as the table of rights has them, and one or more of each other kind.
PAGES = (
    *(
        address
        for said, answers in _ADDRESSES.items()
        if said.startswith("GET /") and "yes" in answers.split()[1:2]
        for address in [said.removeprefix("GET ")]
        if address not in _NO_PAGES and not re.search(r"[<{]|/api/v1/(?!docs)|\.csv$", address)
    ),
    *(f"/boards/{board}" for board in ("contact-centre", "customer-journey", "digital", "employees")),
    *(f"/boards/{board}" for board in ("loyalty", "service-quality", "voice", "contact-centre/wall")),
    "/boards/executive/share",
    "/metrics/csat",
    "/metrics/csat/change",
    "/metrics/sales/change",
    "/metrics/nps/rows",
    "/metrics/nps?by=channel&period=12-months",
    *(f"/sources/new/{kind}" for kind in ("zendesk", "sql", "files", "mailbox")),
)
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}


def test_the_keyboard_is_enough(anyone: Callable[..., Page], server: object) -> None:
    page = anyone()
    page.goto("/sign-in")
    page.keyboard.type("admin")
    page.keyboard.press("Tab")
    page.keyboard.type(server.password)  # type: ignore[attr-defined]
    page.keyboard.press("Enter")
    page.wait_for_url("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(10):  # past what can be done with the board
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Today":
            break
    expect(page.locator(":focus")).to_have_text("Today")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Last 4 weeks")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Last 4 weeks")).to_have_attribute("aria-current", "true")
    expect(page.locator(":focus")).to_have_text("Last 4 weeks")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Net Promoter Score":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement.closest('article')).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Net Promoter Score")


def test_the_menu_closes_on_escape_and_gives_the_focus_back(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    menu = page.locator("header .top-end details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).not_to_be_visible()
    expect(menu.locator("summary")).to_be_focused()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(signed_in: Callable[..., Page], path: str) -> None:
    page = signed_in(path, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_fingers_can_hit_the_controls(signed_in: Callable[..., Page]) -> None:
    page = signed_in(**PHONE)
    touched = (
        page.locator(".pickers a, .pickers summary, .top nav a, .top nav summary, select, button").filter(visible=True).all()
    )
    assert touched
    for control in touched:
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, control.inner_text()


def test_dark_follows_the_system_until_one_chooses(signed_in: Callable[..., Page]) -> None:
    page = signed_in(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    light = page.evaluate(ground)
    assert sum(map(int, light[4:-1].split(","))) > 600 > 120 > sum(map(int, dark[4:-1].split(",")))
    page.reload()
    assert page.evaluate(ground) == light


@pytest.mark.parametrize("path", PAGES)
def test_no_barrier_that_axe_knows(signed_in: Callable[..., Page], path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = signed_in(path, bypass_csp=True, reduced_motion="reduce")
    if path == "/metrics/csat":
        expect(page.locator("#ranking .chart-stage.ready svg")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"
