"""Uploads can be used by everyone: by keyboard, on a phone, with a screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def pages(signed_in: Callable[..., Page], survey: Path) -> tuple[str, ...]:
    """Every page of uploads with something on it."""
    page = signed_in("/uploads")
    page.get_by_label("File", exact=True).set_input_files(survey)
    page.get_by_label("Into the table").select_option("answers")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("button", name="Load it")).to_be_visible()
    mapped = re.sub(r"https?://[^/]+", "", page.url)
    page.get_by_role("button", name="Load it").click()
    page.get_by_role("link", name="Mend the rejected rows").click()
    expect(page.get_by_role("button", name="Load the changed rows")).to_be_visible()
    return "/uploads", mapped, f"{mapped}/mapping", "/loads", re.sub(r"https?://[^/]+", "", page.url)


def test_no_page_is_wider_than_a_phone(signed_in: Callable[..., Page], pages: tuple[str, ...]) -> None:
    for path in pages:
        page = signed_in(path, **PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_no_barrier_that_axe_knows(signed_in: Callable[..., Page], pages: tuple[str, ...]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for path in pages:
        page = signed_in(path, bypass_csp=True, reduced_motion="reduce")
        for details in page.locator("main details").all():
            details.evaluate("one => one.open = true")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = axe.Axe().run(page, options={"runOnly": rules})
            assert found.violations_count == 0, f"{path} {scheme}: {found.generate_report()}"


def test_the_keyboard_is_enough(signed_in: Callable[..., Page], survey: Path) -> None:
    page = signed_in("/uploads")
    page.get_by_label("File", exact=True).set_input_files(survey)  # a chooser of the system's own
    page.get_by_label("File", exact=True).focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Upload":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(survey.name)
    page.get_by_label("score", exact=True).focus()
    page.keyboard.type("cijfer")
    expect(page.get_by_label("score", exact=True)).to_have_value("@cijfer")
    page.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#trial")).to_contain_text("score is not a number")
