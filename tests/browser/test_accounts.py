"""People in a browser: invited into a department, with a second factor, signed out from elsewhere; open to everyone."""

from __future__ import annotations

import base64
import hmac
import os
import struct
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHOSEN = "quite a long password"
PAGES = ("/people", "/departments", "/departments/new", "/invitations", "/audit", "/you", "/you/second-factor")
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}


def code_of(secret: str) -> str:
    """The six digits of RFC 6238 that an app shows now."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(page: Page, name: str) -> None:
    """Sign in as someone who was invited."""
    page.goto("/sign-in")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(CHOSEN)
    page.get_by_role("button", name="Sign in").click()


def picture(page: Page, name: str) -> None:
    """Keep a picture of a page where the environment says to, to be looked at."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_someone_is_invited_into_a_department(signed_in: Callable[..., Page], anyone: Callable[..., Page], script: bool) -> None:
    department, name = f"Dutch {script}", f"dirk{script}"
    page = signed_in("/departments/new", java_script_enabled=script)
    page.get_by_label("Name", exact=True).fill(department)
    page.get_by_label("Another condition").select_option("country")
    page.get_by_role("button", name="Add the condition").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value(department)
    page.get_by_label("NL", exact=True).check()
    expect(page.get_by_text("metrics can be told of these rows alone")).to_be_visible()
    picture(page, "department")
    page.get_by_role("button", name="Keep", exact=True).last.click()
    expect(page.get_by_role("row", name=department)).to_contain_text("Country: NL")
    picture(page, "departments")
    page.get_by_role("link", name="Invitations").click()
    page.get_by_label("Role").select_option("manager")
    page.get_by_label("Whole company").uncheck()
    page.get_by_label(department).check()
    page.get_by_role("button", name="Invite").click()
    picture(page, "invited")
    link = page.locator("code.secret").inner_text()
    guest = anyone(java_script_enabled=script)
    guest.goto(link)
    picture(guest, "accept")
    guest.get_by_label("Sign-in name").fill(name)
    guest.get_by_label("Password", exact=True).fill(CHOSEN)
    guest.get_by_label("Password again").fill(CHOSEN)
    guest.get_by_role("button", name="Make my account").click()
    guest.wait_for_url("/")
    guest.get_by_role("link", name="Departments").click()
    expect(guest.get_by_role("heading", name=department)).to_be_visible()
    page.goto("/audit")
    expect(page.get_by_role("row", name="invited someone: a link").first).to_be_visible()
    picture(page, "audit")


def test_a_second_factor_and_being_signed_out_from_elsewhere(signed_in: Callable[..., Page], anyone: Callable[..., Page]) -> None:
    page = signed_in("/invitations")
    page.get_by_label("Role").select_option("viewer")
    page.get_by_role("button", name="Invite").click()
    here = anyone()
    here.goto(page.locator("code.secret").inner_text())
    here.get_by_label("Sign-in name").fill("eva")
    here.get_by_label("Password", exact=True).fill(CHOSEN)
    here.get_by_label("Password again").fill(CHOSEN)
    here.get_by_role("button", name="Make my account").click()
    here.wait_for_url("/")
    here.goto("/you")
    here.get_by_role("link", name="Set up a second factor").click()
    picture(here, "set-up")
    secret = here.locator("code.key").inner_text()
    here.get_by_label("The six digits").fill(code_of(secret))
    here.get_by_label("Your password").fill(CHOSEN)
    here.get_by_role("button", name="Turn it on").click()
    codes = here.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    picture(here, "codes")
    there = anyone()
    sign_in(there, "eva")
    expect(there.get_by_role("heading", level=1)).to_have_text("Your second factor")
    picture(there, "code")
    there.get_by_label("Code").fill(codes[0])
    there.get_by_role("button", name="Sign in").click()
    there.wait_for_url("/")
    here.get_by_role("link", name="I have kept them").click()
    picture(here, "you")
    here.get_by_role("button", name="Sign out everywhere else").click()
    there.goto("/you")
    expect(there.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("path", PAGES)
def test_everyone_can_use_it(signed_in: Callable[..., Page], path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for look in ({"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE):
        page: Any = signed_in(path, **look)
        found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
        name = path.strip("/").replace("/", "-")
        picture(page, f"{name}-{'phone' if look is PHONE else next(iter(look.values()))}")
